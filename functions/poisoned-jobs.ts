import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { JobMessage } from "./run-job.js";

app.storageQueue("poisoned-jobs", {
  queueName: "fleet-jobs-poison",
  connection: "AzureWebJobsStorage",
  handler: async (message) => {
    const parsed = JobMessage.safeParse(message);
    if (parsed.success) await fleet().readPoisoned(parsed.data);
    else fleet().log.error("a message that is not one of ours was dropped", { problem: parsed.error.issues[0]?.message });
  },
});
