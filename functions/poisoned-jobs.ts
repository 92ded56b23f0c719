import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { orPutBack } from "../lib/core/schema.js";
import { logOf } from "./log-of.js";
import { JobMessage } from "./run-job.js";

app.storageQueue("poisoned-jobs", {
  queueName: "fleet-jobs-poison",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const [app, log] = [fleet(), logOf(context)];
    const work = async () => {
      const parsed = JobMessage.safeParse(message);
      if (parsed.success) await app.readPoisoned(parsed.data, log);
      else log.error("a message that is not one of ours was dropped", { problem: parsed.error.issues[0]?.message });
    };
    await orPutBack({ message, log, putBack: (came) => app.putBack("jobs", came), work });
  },
});
