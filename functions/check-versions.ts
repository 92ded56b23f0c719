import { watchSchedules } from "../lib/core/settings/config.js";
import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

work.timer("check-versions", {
  schedule: watchSchedules(process.env).checkVersions,
  handler: async (_timer, context) => {
    const log = logOf(context);
    const told = await (await fleet()).checkVersions(log);
    if (told > 0) log.info("versions, dates and heartbeats were compared", { told });
  },
});
