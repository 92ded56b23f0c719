import { z } from "zod";
import { orPutBack } from "../lib/core/schema.js";
import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

/** What a message of this queue says. */
export const AlertMessage = z.object({ channel: z.enum(["webhook", "mail"]), event: z.uuid() });

work.storageQueue("deliver-alert", {
  queueName: "fleet-alerts",
  connection: "AzureWebJobsStorage",
  // A malformed message throws, and ends in the poison queue; nothing is lost with it, because the alert's row is there.
  handler: async (message, context) => {
    const [app, log] = [await fleet(), logOf(context)];
    await orPutBack({
      message,
      log,
      putBack: (came) => app.putBack("alerts", came),
      work: async () => app.deliverAlert(AlertMessage.parse(message), log),
    });
  },
});
