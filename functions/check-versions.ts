import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { watchSchedules } from "../lib/core/config.js";

app.timer("check-versions", {
  schedule: watchSchedules(process.env).checkVersions,
  handler: async () => {
    const told = await fleet().checkVersions();
    if (told > 0) fleet().log.info("versions, dates and heartbeats were compared", { told });
  },
});
