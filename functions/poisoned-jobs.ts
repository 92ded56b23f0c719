import { fleet } from "../lib/app.js";
import { logOf } from "./log-of.js";
import { JobMessage } from "./run-job.js";
import { work } from "./work.js";

work.storageQueue("poisoned-jobs", {
  queueName: "fleet-jobs-poison",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const log = logOf(context);
    const parsed = JobMessage.safeParse(message);
    if (parsed.success) await fleet().readPoisoned(parsed.data, log);
    else log.error("a message that is not one of ours was dropped", { problem: parsed.error.issues[0]?.message });
  },
});
