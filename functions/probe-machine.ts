import { z } from "zod";
import { orPutBack } from "../lib/core/schema.js";
import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

/** What a message of this queue says. */
export const ProbeMessage = z.object({ fabric: z.string(), container: z.string(), name: z.string(), again: z.boolean().optional() });

work.storageQueue("probe-machine", {
  queueName: "fleet-probes",
  connection: "AzureWebJobsStorage",
  // A malformed message throws, and ends in the poison queue; the next round looks at every machine anyway.
  handler: async (message, context) => {
    const [app, log] = [await fleet(), logOf(context)];
    const work = async () => {
      const { again, ...machine } = ProbeMessage.parse(message);
      await app.probeMachine({ ...machine, ...(again !== undefined && { again }) }, log);
    };
    await orPutBack({ message, log, putBack: (came) => app.putBack("probes", came), work });
  },
});
