import { watchSchedules } from "../lib/core/settings/config.js";
import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

work.timer("probe-machines", {
  schedule: watchSchedules(process.env).probeMachines,
  handler: async (_timer, context) => {
    const sent = await (await fleet()).sendProbes();
    if (sent > 0) logOf(context).info("machines are looked at", { sent });
  },
});
