import { benchChild } from "../measure/child.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import type { BenchOptions } from "../options.js";
import type { Phase } from "./fleet-process.js";

/** What lists, a plan, a round of probes and a batch cost by the size of the fleet, each size in a process of its own: rows in memory, simulated machines. */
export async function benchFleet({ sizes, note }: BenchOptions): Promise<void> {
  const results: (Phase & { machines: number })[] = [];
  for (const machines of sizes) {
    const child = benchChild("dist/bench/fleet-process.mjs", { execArgv: ["--expose-gc"] });
    try {
      for (const phase of await child.ask<readonly Phase[]>("run", { machines })) results.push({ machines, ...phase });
    } finally {
      await child.close();
    }
  }
  printTable(
    ["machines", "part", "wall s", "CPU s", "CPU ms a machine", "peak MB", "live MB behind it"],
    results.map(({ machines, name, wallSeconds, cpuSeconds, peakMb, liveMb }) => [
      `${machines}`,
      name,
      ...[wallSeconds, cpuSeconds, (cpuSeconds * 1000) / machines, peakMb, liveMb].map(shown),
    ]),
  );
  writeResult("fleet", { results }, note);
}
