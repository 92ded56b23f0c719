import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

work.timer("seal-audit", {
  schedule: "50 */5 * * * *",
  handler: async (_timer, context) => {
    const facts = await (await fleet()).sealAudit();
    if (facts > 0) logOf(context).info("what was asked for and what came of it was sealed", { facts });
  },
});
