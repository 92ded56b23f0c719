import { expect, it } from "vitest";
import { readConfig } from "../../lib/core/settings/config.js";
import { RecipeName } from "../../lib/jobs/recipe-name.js";
import { RECIPES } from "../../lib/jobs/recipes.js";
import { readHostJson } from "../../local/host/host-json.js";

it("ends a turn before the host does: the budget and the longest step behind it fit into functionTimeout", async () => {
  const { timing } = readConfig({ AzureWebJobsStorage: "UseDevelopmentStorage=true", FLEET_SEALING_KEY: Buffer.alloc(32).toString("base64") });
  const hops = [{ version: "9.62.7096.1", sha256: "a".repeat(64), sizeBytes: 1, fileName: "UA.tar.gz" }];
  const steps = RecipeName.options.flatMap((name) => RECIPES[name]({ hops, unregistered: true }).map(({ step }) => step));
  const longestMs = Math.max(timing.stepTimeoutMs, ...steps.map(({ attemptSeconds = 0 }) => attemptSeconds * 1000));
  const { functionTimeoutMs } = await readHostJson(".");
  expect(timing.runBudgetMs + longestMs).toBeLessThan((functionTimeoutMs ?? 0) / 1.5); // a third for what a busy process and storage need
});
