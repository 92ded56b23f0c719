import { fleet } from "../../lib/start.js";
import { logOf } from "../log-of.js";
import { work } from "../work.js";

work.timer("settle-secrets", {
  schedule: "20 17 * * * *",
  handler: async (_timer, context) => {
    const log = logOf(context);
    const removed = await (await fleet()).settleSecrets(log);
    if (removed > 0) log.info("secrets that no row names were removed", { removed });
  },
});
