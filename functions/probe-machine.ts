import { z } from "zod";
import { fleet } from "../lib/app.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

/** What a message of this queue says. */
export const ProbeMessage = z.object({ fabric: z.string(), container: z.string(), name: z.string(), again: z.boolean().optional() });

work.storageQueue("probe-machine", {
  queueName: "fleet-probes",
  connection: "AzureWebJobsStorage",
  // A malformed message throws, and ends in the poison queue; the next round looks at every machine anyway.
  handler: async (message, context) => {
    const { again, ...machine } = ProbeMessage.parse(message);
    await fleet().probeMachine({ ...machine, ...(again !== undefined && { again }) }, logOf(context));
  },
});
