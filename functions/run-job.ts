import { z } from "zod";
import { orPutBack } from "../lib/core/schema.js";
import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

/** What a message of this queue says. */
export const JobMessage = z.object({ jobName: z.uuid(), ticket: z.number().int().min(0) });

work.storageQueue("run-job", {
  queueName: "fleet-jobs",
  connection: "AzureWebJobsStorage",
  // A malformed message throws, and ends in the poison queue.
  handler: async (message, context) => {
    const [app, log] = [await fleet(), logOf(context)];
    await orPutBack({ message, log, putBack: (came) => app.putBack("jobs", came), work: async () => app.runJob(JobMessage.parse(message), log) });
  },
});
