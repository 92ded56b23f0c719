import type { Blocker, Fabric, Reboot, Update } from "../api/objects.js";

/** What can be said of a machine, the most urgent first: the first that is true is shown as its state. */
export const STATES = ["running", "failed", "blocked", "restart", "update", "unknown", "current"] as const;
export type State = (typeof STATES)[number];

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
  fabric: string;
  os: string;
  version: string;
  target: string;
  path: readonly string[];
  states: ReadonlySet<State>;
  state: State;
  blockedBy: readonly Blocker[];
  pending: Reboot;
  afterwards: Reboot;
  warnings: readonly string[];
  problems: readonly string[];
  tags: Readonly<Record<string, string>>;
  group: string;
  job: string | null;
  failures: number;
  /** Codes of what is in the way, of what the timer found, and of why the last job failed. */
  causes: readonly string[];
  asOf: string | null;
}>;

/** The rows of a fabric: machines whose replication was asked for. */
export const rowsOf = (
  fabric: Pick<Fabric, "Name">,
  updates: readonly Update[],
  failedWith: ReadonlyMap<string, string> = new Map(),
): readonly Row[] =>
  updates.flatMap((update) =>
    update.ReplicationProtectedItemId === null ? [] : [rowOf(fabric.Name, update.ReplicationProtectedItemId, update, failedWith)],
  );

/** The name by which jobs know a machine: the end of its ID. */
export const machineName = (itemId: string): string => itemId.slice(itemId.lastIndexOf("/") + 1);

function rowOf(fabric: string, id: string, update: Update, failedWith: ReadonlyMap<string, string>): Row {
  const states = statesOf(update);
  const failure = states.has("failed") ? (failedWith.get(machineName(update.ProtectableItemId)) ?? "JobFailed") : undefined;
  return {
    ...{ id, fabric, states, itemId: update.ProtectableItemId, name: update.FriendlyName, os: update.OSTag ?? "" },
    ...{ version: update.InstalledVersion ?? "", target: update.TargetVersion ?? "", path: update.Path },
    state: STATES.find((state) => states.has(state)) ?? "current",
    ...{ blockedBy: update.BlockedBy, pending: update.RebootPending, afterwards: update.RebootRequired, warnings: update.Warnings },
    ...{ problems: update.Problems, tags: update.Tags, group: update.AvailabilityGroup ?? "" },
    ...{ job: update.JobName, failures: update.FailuresInARow, asOf: update.AsOf },
    causes: [...update.BlockedBy.map(({ Code }) => Code), ...update.Problems, ...(failure === undefined ? [] : [failure])],
  };
}

function statesOf({
  JobName,
  FailuresInARow,
  BlockedBy,
  RebootPending,
  UpdateAvailable,
  InstalledVersion,
  TargetVersion,
}: Update): ReadonlySet<State> {
  const isCurrent = InstalledVersion !== null && InstalledVersion === TargetVersion;
  const is: Readonly<Record<State, boolean>> = {
    running: JobName !== null,
    failed: FailuresInARow > 0,
    blocked: BlockedBy.length > 0 && !isCurrent,
    restart: RebootPending !== "None",
    update: UpdateAvailable && BlockedBy.length === 0,
    unknown: InstalledVersion === null,
    current: isCurrent,
  };
  return new Set(STATES.filter((state) => is[state]));
}

/** Can be ticked under Agent update: it has an update, and nothing is in the way. */
export const canUpdate = ({ states }: Row): boolean => states.has("update");

export const SORTS = ["name", "state", "version", "os", "asOf"] as const;
export type Sort = (typeof SORTS)[number];

/** Sorted by one column, names deciding among equals; `-name` is the other way round. */
export function sorted(rows: readonly Row[], by: string): readonly Row[] {
  const column = SORTS.find((sort) => sort === by.replace(/^-/, "")) ?? "name";
  const sign = by.startsWith("-") ? -1 : 1;
  const compare = COMPARE[column];
  return rows.toSorted((a, b) => sign * compare(a, b) || names.compare(a.name, b.name));
}

const names = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const COMPARE: Readonly<Record<Sort, (a: Row, b: Row) => number>> = {
  name: (a, b) => names.compare(a.name, b.name),
  state: (a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state),
  version: (a, b) => names.compare(a.version, b.version),
  os: (a, b) => names.compare(a.os, b.os),
  asOf: (a, b) => (a.asOf ?? "").localeCompare(b.asOf ?? ""),
};
