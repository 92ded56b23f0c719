import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

work.timer("resend-alerts", {
  schedule: "30 */5 * * * *",
  handler: async (_timer, context) => {
    const sent = await (await fleet()).resendAlerts();
    if (sent > 0) logOf(context).warn("messages of alerts were sent again", { sent });
  },
});
