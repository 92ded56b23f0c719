import { printTable, shown } from "../measure/report.js";
import { type Spread, spread } from "../measure/statistics.js";
import type { Spent } from "./side.js";

type Runs = ReadonlyMap<string, readonly Spent[]>;
/** How many machines each side updated. */
type Machines = Readonly<Record<string, number>>;
const MEASURES = ["wallSeconds", "cpuSeconds", "peakMb"] as const;
type Summary = Readonly<Record<(typeof MEASURES)[number], Spread> & { more: Readonly<Record<string, Spread>> }>;

/** Median, least and most of everything that was measured, by side. */
export function summary(runs: Runs): Readonly<Record<string, Summary>> {
  return Object.fromEntries([...runs].map(([name, all]) => [name, summaryOf(all)]));
}

function summaryOf(all: readonly Spent[]): Summary {
  const of = (pick: (spent: Spent) => number) => spread(all.map(pick));
  const kinds = [...new Set(all.flatMap(({ more }) => Object.keys(more)))];
  return {
    wallSeconds: of((spent) => spent.wallSeconds),
    cpuSeconds: of((spent) => spent.cpuSeconds),
    peakMb: of((spent) => spent.peakMb),
    more: Object.fromEntries(kinds.map((kind) => [kind, of(({ more }) => more[kind] ?? 0)])),
  };
}

/** Prints the medians, how far they spread, and how the others compare with the product. */
export function printRace(runs: Runs, machines: Machines): void {
  const all = summary(runs);
  const cell = ({ median, min, max }: Spread) => `${shown(median)} (${shown(min)}–${shown(max)})`;
  printTable(
    ["side", "machines", "wall s", "CPU s", "peak MB"],
    Object.entries(all).map(([name, side]) => [name, `${machines[name]}`, ...MEASURES.map((measure) => cell(side[measure]))]),
  );
  const { product, ansible, floor } = all;
  if (product && ansible && machines.product === machines.ansible) {
    const less = (measure: "wallSeconds" | "cpuSeconds") => shown(ansible[measure].median / product[measure].median);
    console.log(`Ansible / product: ${less("wallSeconds")} × the wall time, ${less("cpuSeconds")} × the CPU time`);
  }
  if (product && floor) {
    const over = (measure: "wallSeconds" | "cpuSeconds") => shown(product[measure].median / floor[measure].median);
    console.log(`product / floor: ${over("wallSeconds")} × the wall time, ${over("cpuSeconds")} × the CPU time`);
  }
  for (const [name, { more }] of Object.entries(all)) {
    for (const [kind, value] of Object.entries(more)) console.log(`${name}, ${LABEL[kind] ?? `${kind} an update`}: ${cell(value)}`);
  }
}

const LABEL: Readonly<Record<string, string>> = {
  storageCpuSeconds: "CPU seconds of Azurite beside it",
  helperThreadsSeconds: "of its CPU seconds, those of threads that collect garbage, compile and read files",
  wholeHeapCollections: "collections of the whole heap",
  operations: "storage operations an update, empty polls apart",
  emptyPolls: "empty polls of the queue in all",
  started: "processes that this machine started, an update",
  roundTrips: "round trips that it waited for, an update",
};
