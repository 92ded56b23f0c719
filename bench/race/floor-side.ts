import { benchChild } from "../measure/child.js";
import { watchPeak } from "../measure/peak.js";
import { residentBytesOf } from "../measure/process-usage.js";
import type { RaceParts } from "./product-side.js";
import type { Side, Spent } from "./side.js";

/** Bare ssh2 in one Node process that has been at work before. */
export async function floorSide({ targets, privateKey, installer, forks }: RaceParts): Promise<Side> {
  const child = benchChild("dist/bench/floor-process.mjs");
  return {
    ...{ name: "floor", targets },
    about: `bare ssh2 in one process, no state, ${forks} at once`,
    warm: async () => {},
    run: async () => {
      const peak = watchPeak(() => residentBytesOf(child.pid), 200);
      const spent = await child.ask<Pick<Spent, "wallSeconds" | "cpuSeconds">>("run", { targets, privateKey, installer, forks });
      return { ...spent, peakMb: peak.stop() / 1e6, more: {} };
    },
    practise: async (few) => void (await child.ask("run", { targets: few, privateKey, installer, forks: few.length })),
    close: child.close,
  };
}
