import type { Random } from "../random.js";
import { type CrashOptions, type CrashPoint, crashAt } from "./crash-points.js";
import type { Scenario } from "./scenario.js";

/** `choose`: which of all points are tried; by default all of them. */
type Options = Omit<CrashOptions, "point"> & Readonly<{ choose?: (points: readonly CrashPoint[]) => readonly CrashPoint[]; isLate?: () => boolean }>;

/** Tries the crash points of the scenario one after the other: what was wrong afterwards, and at which call. A call that is new is a new point by itself. */
export async function everyCrash(
  scenario: Scenario,
  { choose = (points) => points, isLate = () => false, ...options }: Options = {},
): Promise<Readonly<{ points: number; faults: readonly string[] }>> {
  const healthy = await crashAt(scenario, options);
  const faults = healthy.faults.map((fault) => `${scenario.title}, nobody died: ${fault}`);
  const all = (["before", "after"] as const).flatMap((side) => Array.from({ length: healthy.calls }, (_, i) => ({ n: i + 1, side })));
  let points = 0;
  for (const point of choose(all)) {
    if (isLate()) break;
    const { died, ...run } = await crashAt(scenario, { ...options, point });
    if (died) points++;
    const where = died ? `${died.on}.${died.name}` : "nothing";
    faults.push(...run.faults.map((fault) => `${scenario.title}, dead ${point.side} call ${point.n} (${where}): ${fault}`));
  }
  return { points, faults };
}

/** About so many of them, spread over all. */
export const some =
  (most: number, random: Random) =>
  (points: readonly CrashPoint[]): readonly CrashPoint[] =>
    points.filter(() => random.chance(most / points.length));

/** Every so many of them: the parts together are all of them, each once. */
export const partOf =
  ({ nth, of }: Readonly<{ nth: number; of: number }>) =>
  (points: readonly CrashPoint[]): readonly CrashPoint[] =>
    points.filter((_, i) => i % of === nth - 1);
