import { expect, it, vi } from "vitest";
import { startJob } from "../../../lib/jobs/control/start-job.js";
import { RECIPE_FACTS } from "../../../lib/jobs/recipe-facts.js";
import { RecipeName } from "../../../lib/jobs/recipe-name.js";
import { recipeOf } from "../../../lib/jobs/recipes.js";
import { aFabric } from "../../store/samples.js";
import { aMachine, jobEngine } from "./engine.js";

/** Windows stands here for a system on which no job acts. */
vi.mock("../../../lib/agents/platforms.js", async (original) => {
  const { PLATFORMS } = await original<typeof import("../../../lib/agents/platforms.js")>();
  return { PLATFORMS: { ...PLATFORMS, Windows: { usualPort: 22, onlyTag: "Windows" } } };
});

/** One that was on its way when the system on record was corrected, or a child of a batch: no call could refuse it. */
async function runOn(osType: "Windows", recipe: RecipeName) {
  let knocks = 0;
  const engine = await jobEngine(
    {},
    {
      recipeOf,
      connect: async () => {
        knocks++;
        throw new Error("nobody knocks on such a machine");
      },
    },
  );
  await engine.fabrics.create(aFabric({ name: "fabric", serverAddress: "10.0.0.2" }));
  const found = await engine.machines.find(aMachine());
  if (found) await engine.machines.replace({ ...found.value, osType }, found.etag);
  const { fabric, container, name, friendlyName } = aMachine();
  const earlier = await startJob(engine)({ recipe: "discover", target: { kind: "machine", fabric, container, name, friendlyName }, input: {} });
  await engine.drain();
  const job = await startJob(engine)({
    recipe,
    target: { kind: "machine", fabric, container, name, friendlyName },
    input: recipe === "support-bundle" ? { bundledJob: earlier.name } : {},
  });
  await engine.drain();
  return { job: await engine.job(job.name), knocks, account: (await engine.accounts.find("fabric", "1"))?.value };
}

const reaching = RecipeName.options.filter((recipe) => RECIPE_FACTS[recipe].reachesMachine);

it.each(reaching.filter((recipe) => recipe !== "support-bundle"))(
  "ends a job of the recipe %s on a Windows machine with its own error, without knocking there or trying an account",
  async (recipe) => {
    const { job, knocks, account } = await runOn("Windows", recipe);
    expect(job).toMatchObject({ state: "Failed", errors: [{ code: "PlatformNotSupported", message: expect.stringContaining("web-01 (Windows)") }] });
    expect([knocks, account?.refusedInARow]).toEqual([0, 0]);
  },
);

it("writes the support bundle of a job on a Windows machine without the machine, and says why", async () => {
  const { job, knocks } = await runOn("Windows", "support-bundle");
  expect(job).toMatchObject({ state: "Succeeded", learned: { partly: true } });
  expect(job.tasks.at(-1)?.message).toMatch(/without all of the machine\. PlatformNotSupported: No job acts on web-01 \(Windows\)/);
  expect(knocks).toBe(0);
});
