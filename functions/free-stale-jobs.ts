import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";

app.timer("free-stale-jobs", {
  schedule: "0 * * * * *",
  handler: async () => {
    await fleet().freeStaleJobs();
  },
});
