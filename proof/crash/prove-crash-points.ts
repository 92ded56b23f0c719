import { printTable, shown } from "../../bench/measure/report.js";
import { RecipeName } from "../../lib/jobs/recipe-name.js";
import { diskMachine } from "../machine/disk-machine.js";
import type { ProofOptions } from "../options.js";
import { randomOf } from "../random.js";
import type { CrashPoint } from "./crash-points.js";
import { everyCrash, partOf, some } from "./every-crash.js";
import { SCENARIOS } from "./scenarios.js";

/** Every recipe, every call: a process dies before it and after it. Gives what was wrong afterwards. */
export async function proveCrashPoints({ recipes, machines, seconds, seed, sample, part }: ProofOptions): Promise<readonly string[]> {
  const random = randomOf(seed);
  const until = Date.now() + seconds * 1000;
  const chosen = (points: readonly CrashPoint[]) => some(points.length * sample, random)(points);
  const faults: string[] = [];
  const rows: string[][] = [];
  for (const recipe of RecipeName.options) {
    if (recipes.length > 0 && !recipes.includes(recipe)) continue;
    for (const scenario of SCENARIOS[recipe]) {
      if (machines === "real" && scenario.machines.length === 0) continue;
      const began = performance.now();
      const found = await everyCrash(scenario, {
        choose: (points) => chosen(partOf(part)(points)),
        isLate: () => Date.now() > until,
        ...(machines === "real" && { make: diskMachine }),
      });
      const took = (performance.now() - began) / 1000;
      rows.push([scenario.title, String(found.points), String(found.faults.length), `${shown(took)} s`]);
      console.log(`${scenario.title}: ${found.points} points, ${found.faults.length} faults, ${shown(took)} s`);
      faults.push(...found.faults);
    }
  }
  printTable([`${machines} machines`, "crash points", "faults", "took"], rows);
  return Date.now() < until ? faults : [...faults, `not all crash points were tried within ${seconds} s; give it --seconds`];
}
