import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";

app.timer("resend-alerts", {
  schedule: "30 */5 * * * *",
  handler: async () => {
    const sent = await fleet().resendAlerts();
    if (sent > 0) fleet().log.warn("messages of alerts were sent again", { sent });
  },
});
