import { startStorage } from "../../local/storage.js";
import { cpuSecondsOf } from "../measure/process-usage.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import type { BenchOptions } from "../options.js";
import { rowsInMemory, simulatedFleet, storedRows } from "./simulated-fleet.js";

/** Azurite looks through a whole partition for each row, so its time grows with the square of the fleet; more than this it does not bear. */
const MOST_IN_AZURITE = 2000;
const WARM_UP = 1000;

type Spent = Readonly<{ rows: string; machines: number; cpuMsAJob: number; operationsAJob: number; messagesAJob: number; peakMb: number }> &
  Readonly<{ wallSeconds: number; storageCpuMsAJob: number }>;

/** Cost of one update while few or many are on their way: our CPU time and storage operations, with machines that answer at once. */
export async function benchScale({ sizes, forks, note }: BenchOptions): Promise<void> {
  const results: Spent[] = [];
  for (const [rows, updates, most] of [["Azurite", inAzurite, MOST_IN_AZURITE] as const, ["memory", inMemory, Number.POSITIVE_INFINITY] as const]) {
    await updates(WARM_UP, forks); // the first jobs pay for the compiler
    for (const machines of sizes.filter((size) => size <= most)) {
      const spent = { rows, machines, ...(await updates(machines, forks)) };
      results.push(spent);
      console.log(`${rows}, ${machines} machines: ${shown(spent.wallSeconds)} s`);
    }
  }
  printTable(
    ["rows in", "machines", "our CPU ms a job", "operations a job", "messages a job", "peak MB", "Azurite CPU ms a job", "wall s"],
    results.map((one) => [
      one.rows,
      `${one.machines}`,
      ...[one.cpuMsAJob, one.operationsAJob, one.messagesAJob, one.peakMb, one.storageCpuMsAJob, one.wallSeconds].map(shown),
    ]),
  );
  writeResult("scale", { queue: "in this process", forks, results }, note);
}

/** A new storage each time, so that the rows are those of this size. */
async function inAzurite(machines: number, forks: number) {
  const storage = await startStorage();
  try {
    const fleet = await simulatedFleet(await storedRows(storage.connectionString), machines);
    const storageBefore = cpuSecondsOf(storage.pid);
    const spent = await fleet.updateAll(forks);
    return { ...spent, storageCpuMsAJob: ((cpuSecondsOf(storage.pid) - storageBefore) * 1000) / machines };
  } finally {
    await storage.close();
  }
}

/** What is left without storage: our own work, job by job. */
async function inMemory(machines: number, forks: number) {
  const fleet = await simulatedFleet(rowsInMemory(), machines);
  return { ...(await fleet.updateAll(forks)), storageCpuMsAJob: 0 };
}
