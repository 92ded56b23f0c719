import { fleet } from "../lib/app.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

work.timer("free-stale-jobs", {
  schedule: "0 * * * * *",
  handler: async (_timer, context) => {
    await fleet().freeStaleJobs(logOf(context));
  },
});
