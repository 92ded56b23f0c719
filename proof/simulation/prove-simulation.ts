import { shown } from "../../bench/measure/report.js";
import type { ProofOptions } from "../options.js";
import { BUG_PARTS, BUGS } from "./bugs.js";
import { simulate } from "./simulate.js";

/** One random schedule after the other, from this seed on, until the time is over. Gives what was wrong, with the seed that shows it. */
export async function proveSimulation({ seed, seconds, bug: named, replay }: ProofOptions): Promise<readonly string[]> {
  const bug = named === undefined ? undefined : BUGS.find((one) => one === named);
  if (named !== undefined && bug === undefined) throw new Error(`there is no bug "${named}"; expected one of ${BUGS.join(", ")}`);
  const options = { ...(bug && { parts: BUG_PARTS[bug] }), ...(replay && { saw: (line: string) => console.log(line) }) };
  const began = performance.now();
  const took = () => (performance.now() - began) / 1000;
  let calls = 0;
  for (let n = seed; ; n++) {
    const run = await simulate(n, options);
    calls += run.calls;
    if (run.faults.length > 0) {
      console.log(`schedule ${n - seed + 1}, after ${shown(took())} s: ${run.title}`);
      return [...run.faults, `again: npm run proof -- simulation --seed ${n} --replay${bug ? ` --bug ${bug}` : ""}`];
    }
    if (!replay && took() < seconds) continue;
    const count = n - seed + 1;
    console.log(`${count} schedules with ${calls} calls in ${shown(took())} s, ${shown((count / took()) * 60)} a minute; nothing was wrong`);
    return [];
  }
}
