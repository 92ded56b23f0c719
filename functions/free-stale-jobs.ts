import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

work.timer("free-stale-jobs", {
  schedule: "0 * * * * *",
  handler: async (_timer, context) => {
    await (await fleet()).freeStaleJobs(logOf(context));
  },
});
