import { describe, expect, it } from "vitest";
import { everyCrash, some } from "../../../proof/crash/every-crash.js";
import { UPDATE_WITH_RESTART } from "../../../proof/crash/machine-scenarios.js";
import { SCENARIOS } from "../../../proof/crash/scenarios.js";
import { diskMachine } from "../../../proof/machine/disk-machine.js";
import { randomOf } from "../../../proof/random.js";
import { needs } from "../../here.js";

const ALL = Object.values(SCENARIOS).flat();

describe("whatever a process dies at", () => {
  it.each(ALL)("$title ends as it should: nothing twice, nothing left", async (scenario) => {
    const { points, faults } = await everyCrash(scenario, { choose: some(24, randomOf(16)) });
    expect(faults).toEqual([]);
    expect(points).toBeGreaterThan(5);
  });

  const lacking = needs("flock", "setsid");
  it.skipIf(lacking)(`an update with restarts ends so on a real sh, too${lacking}`, async () => {
    const { points, faults } = await everyCrash(UPDATE_WITH_RESTART, { choose: some(3, randomOf(3)), make: diskMachine });
    expect(faults).toEqual([]);
    expect(points).toBeGreaterThan(0);
  });
});
