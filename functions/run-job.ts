import { app } from "@azure/functions";
import { z } from "zod";
import { fleet } from "../lib/app.js";
import { orPutBack } from "../lib/core/schema.js";
import { logOf } from "./log-of.js";

export const JobMessage = z.object({ jobName: z.uuid(), ticket: z.number().int().min(0) });

app.storageQueue("run-job", {
  queueName: "fleet-jobs",
  connection: "AzureWebJobsStorage",
  // A malformed message throws, and ends in the poison queue.
  handler: async (message, context) => {
    const [app, log] = [fleet(), logOf(context)];
    await orPutBack({ message, log, putBack: (came) => app.putBack("jobs", came), work: async () => app.runJob(JobMessage.parse(message), log) });
  },
});
