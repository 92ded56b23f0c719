import { startStorage } from "../../local/storage.js";
import { cpuSecondsOf } from "../measure/process-usage.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import type { BenchOptions } from "../options.js";
import { simulatedFleet } from "./simulated-fleet.js";

/** Cost of one update while few or many are on their way: our CPU time and storage operations, with machines that answer at once and Azurite. */
export async function benchScale({ sizes, forks, note }: BenchOptions): Promise<void> {
  const results = [];
  await updates(20, forks); // compilers and connections get warm
  for (const machines of sizes) {
    const spent = await updates(machines, forks);
    results.push({ machines, ...spent });
    console.log(`${machines} machines: ${shown(spent.wallSeconds)} s`);
  }
  printTable(
    ["machines", "our CPU ms a job", "operations a job", "messages a job", "peak MB", "Azurite CPU ms a job", "wall s"],
    results.map((one) => [
      `${one.machines}`,
      ...[one.cpuMsAJob, one.operationsAJob, one.messagesAJob, one.peakMb, one.storageCpuMsAJob, one.wallSeconds].map(shown),
    ]),
  );
  writeResult("scale", { stores: "Azurite in memory; the queue in this process", forks, results }, note);
}

/** A new storage each time, so that the rows are those of this size. */
async function updates(machines: number, forks: number) {
  const storage = await startStorage();
  try {
    const fleet = await simulatedFleet(storage.connectionString, machines);
    const storageBefore = cpuSecondsOf(storage.pid);
    const spent = await fleet.updateAll(forks);
    return { ...spent, storageCpuMsAJob: ((cpuSecondsOf(storage.pid) - storageBefore) * 1000) / machines };
  } finally {
    await storage.close();
  }
}
