import type { BatchInput } from "../job-input.js";
import type { BatchProgress } from "../learned.js";
import type { MemberState } from "./batch-member.js";

export const NO_PROGRESS: BatchProgress = {
  selected: false,
  ...{ total: 0, waiting: 0, running: 0, succeeded: 0, failed: 0, suspended: 0, cancelled: 0, skipped: 0 },
};

type Count = "waiting" | "running" | "succeeded" | "failed" | "suspended" | "cancelled" | "skipped";

const COUNT: Readonly<Record<MemberState, Count>> = {
  Waiting: "waiting",
  Running: "running",
  Succeeded: "succeeded",
  Failed: "failed",
  Suspended: "suspended",
  Cancelled: "cancelled",
  Skipped: "skipped",
};

/** The counts after so many members went from one state to another. */
export const moved = (progress: BatchProgress, from: MemberState, to: MemberState, n = 1): BatchProgress => ({
  ...progress,
  [COUNT[from]]: progress[COUNT[from]] - n,
  ...(from === to ? {} : { [COUNT[to]]: progress[COUNT[to]] + n }),
});

/** The counts with so many new members that wait. */
export const added = (progress: BatchProgress, n: number): BatchProgress => ({
  ...progress,
  total: progress.total + n,
  waiting: progress.waiting + n,
});

/** The counts when so many more of the suspended wait for a restart, or fewer. */
export const awaiting = (progress: BatchProgress, n: number): BatchProgress => ({ ...progress, awaitingRestart: awaitingIn(progress) + n });

export const awaitingIn = ({ awaitingRestart = 0 }: BatchProgress): number => awaitingRestart;

/** The counts when so many more were not begun while the window was open. */
export const missing = (progress: BatchProgress, n: number): BatchProgress =>
  n === 0 ? progress : { ...progress, missedWindow: (progress.missedWindow ?? 0) + n };

/** The same progress with counts as they were found, by state. */
export const recounted = (progress: BatchProgress, found: ReadonlyMap<MemberState, number>, marked: Marked): BatchProgress => ({
  ...progress,
  ...marked,
  ...Object.fromEntries(Object.entries(COUNT).map(([state, count]) => [count, found.get(state as MemberState) ?? 0])), // its keys are the states
  total: Math.max(
    progress.total,
    [...found.values()].reduce((sum, n) => sum + n, 0),
  ), // a member whose row cannot be read is none of those that succeeded
});

/** How many members carry a mark beside their state. */
export type Marked = Readonly<Pick<BatchProgress, "awaitingRestart" | "missedWindow">>;

/** How many failures end the opening; a child that waits for its account counts as one. */
export function failureLimit({ maxFailures }: Pick<BatchInput, "maxFailures">, total: number): number {
  if (!maxFailures) return Number.POSITIVE_INFINITY;
  return Math.max(1, "count" in maxFailures ? maxFailures.count : Math.ceil((total * maxFailures.percent) / 100));
}

/** As many children in a row of accounts that were refused mean that the account is stopped, not that machines are odd. */
const MOST_SUSPENDED = 3;

/** Does the batch open no more children? Failures from before a resumption do not count, nor does a child that waits for a restart. */
export function isHalted(progress: BatchProgress, batch: Pick<BatchInput, "maxFailures">): boolean {
  const refused = progress.suspended - awaitingIn(progress);
  const failures = progress.failed + refused - (progress.forgiven ?? 0);
  return failures >= failureLimit(batch, progress.total) || refused >= MOST_SUSPENDED;
}

/** "3 of 10 succeeded, 1 failed, 1 waiting for a restart, 2 running, 3 waiting" */
export function inWords(progress: BatchProgress): string {
  const forRestart = awaitingIn(progress);
  const shown = { ...progress, suspended: progress.suspended - forRestart, "waiting for a restart": forRestart };
  const others = (["failed", "suspended", "waiting for a restart", "cancelled", "skipped", "running", "waiting"] as const).filter(
    (count) => shown[count] > 0,
  );
  return [`${progress.succeeded} of ${progress.total} succeeded`, ...others.map((count) => `${shown[count]} ${count}`)].join(", ");
}
