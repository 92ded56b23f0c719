import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { logOf } from "./log-of.js";

app.timer("resend-alerts", {
  schedule: "30 */5 * * * *",
  handler: async (_timer, context) => {
    const sent = await fleet().resendAlerts();
    if (sent > 0) logOf(context).warn("messages of alerts were sent again", { sent });
  },
});
