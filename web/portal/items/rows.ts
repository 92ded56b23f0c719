import type { MachineState, Reboot, Update } from "../api/objects.js";

/** What can be said of a machine, the most urgent first: the first that is true is shown as its state. */
export const STATES = [
  "running",
  "failed",
  "blocked",
  "restart",
  "update",
  "unknown",
  "current",
] as const satisfies readonly Lowercase<MachineState>[];
export type State = (typeof STATES)[number];

/** What a list asks of each machine: no more, so that fifty thousand of them are small. */
export const LISTED = [
  ...(["FriendlyName", "ProtectableItemId", "ReplicationProtectedItemId", "OSTag", "InstalledVersion", "TargetVersion", "Path"] as const),
  ...(["RebootPending", "States", "Causes", "Problems", "LastFailure", "Tags", "AvailabilityGroup", "AsOf", "JobName"] as const),
] as const satisfies readonly (keyof Update)[];
export type Listed = Pick<Update, (typeof LISTED)[number]>;

export const STATE_NAMES: Readonly<Record<State, string>> = {
  running: "Job running",
  failed: "Last job failed",
  blocked: "Cannot be updated",
  restart: "Waits for a restart",
  update: "Update available",
  unknown: "Version not known",
  current: "Up to date",
};

/** One replicated item as the lists show it. */
export type Row = Readonly<{
  id: string;
  itemId: string;
  name: string;
  /** By which names are put in order, as people count: `web-2` before `web-10`. */
  order: string;
  fabric: string;
  os: string;
  version: string;
  target: string;
  path: readonly string[];
  states: ReadonlySet<State>;
  state: State;
  pending: Reboot;
  problems: readonly string[];
  tags: Readonly<Record<string, string>>;
  group: string;
  job: string | null;
  /** Code by which its last job failed. */
  failure: string | null;
  /** Codes of what is in the way, of what the timer found, and of why the last job failed. */
  causes: readonly string[];
  asOf: string | null;
}>;

/** The rows of machines whose replication was asked for. */
export const rowsOf = (updates: readonly Listed[]): readonly Row[] =>
  updates.flatMap((update) => (update.ReplicationProtectedItemId === null ? [] : [rowOf(update.ReplicationProtectedItemId, update)]));

/** The rows with those of changed machines in their places; the same rows when nothing changed. */
export function withChanges(rows: readonly Row[], changed: readonly Listed[]): readonly Row[] {
  if (changed.length === 0) return rows;
  const now = new Map(rowsOf(changed).map((row) => [row.itemId, row]));
  const isGone = new Set(changed.flatMap(({ ProtectableItemId: id }) => (now.has(id) ? [] : [id])));
  const next: Row[] = [];
  for (const row of rows) {
    if (isGone.has(row.itemId)) continue;
    next.push(now.get(row.itemId) ?? row); // in its place, so that what is in order stays so
    now.delete(row.itemId);
  }
  return [...next, ...now.values()];
}

function rowOf(id: string, update: Listed): Row {
  const states = statesOf(update.States);
  return {
    ...{ id, states, itemId: update.ProtectableItemId, name: update.FriendlyName, order: inOrder(update.FriendlyName), os: update.OSTag ?? "" },
    fabric: decodeURIComponent(/\/replicationFabrics\/([^/]+)/i.exec(update.ProtectableItemId)?.[1] ?? ""),
    ...{ version: update.InstalledVersion ?? "", target: update.TargetVersion ?? "", path: update.Path },
    state: STATES.find((state) => states.has(state)) ?? "unknown",
    ...{ pending: update.RebootPending, problems: update.Problems, tags: update.Tags, group: update.AvailabilityGroup ?? "" },
    ...{ job: update.JobName, failure: states.has("failed") ? (update.LastFailure ?? "JobFailed") : null, asOf: update.AsOf, causes: update.Causes },
  };
}

/** Few sets of states, each of many machines. */
const known = new Map<string, ReadonlySet<State>>();
function statesOf(said: readonly MachineState[]): ReadonlySet<State> {
  const key = said.join();
  const states = known.get(key) ?? new Set(STATES.filter((state) => said.some((one) => one.toLowerCase() === state)));
  known.set(key, states);
  return states;
}

/** Can be ticked under Agent update: it has an update, and nothing is in the way. */
export const canUpdate = ({ states }: Row): boolean => states.has("update");

export const SORTS = ["name", "state", "version", "os", "fabric", "group", "asOf"] as const;
export type Sort = (typeof SORTS)[number];

/** Sorted by one column, names deciding among equals; `-name` is the other way round. */
export function sorted(rows: readonly Row[], by: string): readonly Row[] {
  const column = SORTS.find((sort) => sort === by.replace(/^-/, "")) ?? "name";
  const sign = by.startsWith("-") ? -1 : 1;
  const compare = COMPARE[column];
  return rows.toSorted((a, b) => sign * compare(a, b) || texts(a.order, b.order));
}

/** A text by which texts with numbers in them are put in order, in any case. Many compares of plain texts cost less than those of a language. */
const inOrder = (text: string): string => text.toLowerCase().replace(/\d{1,12}/g, (digits) => digits.padStart(12, "0"));

const texts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Versions, systems and the like: few, each of many machines. */
const orders = new Map<string, string>();
const MOST_ORDERS = 10_000;
function few(text: string): string {
  const known = orders.get(text) ?? inOrder(text);
  if (orders.size < MOST_ORDERS) orders.set(text, known);
  return known;
}

const COMPARE: Readonly<Record<Sort, (a: Row, b: Row) => number>> = {
  name: (a, b) => texts(a.order, b.order),
  state: (a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state),
  version: (a, b) => texts(few(a.version), few(b.version)),
  os: (a, b) => texts(few(a.os), few(b.os)),
  fabric: (a, b) => texts(few(a.fabric), few(b.fabric)),
  group: (a, b) => texts(few(a.group), few(b.group)),
  asOf: (a, b) => texts(a.asOf ?? "", b.asOf ?? ""),
};
