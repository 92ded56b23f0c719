import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { watchSchedules } from "../lib/core/config.js";

app.timer("probe-machines", {
  schedule: watchSchedules(process.env).probeMachines,
  handler: async () => {
    const sent = await fleet().sendProbes();
    if (sent > 0) fleet().log.info("machines are looked at", { sent });
  },
});
