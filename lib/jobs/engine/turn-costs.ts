import type { Clock } from "../../core/clock.js";
import { isSettled, type Job } from "../job.js";
import type { JobCosts } from "../job-costs.js";

/** What one turn costs, counted as it goes on. */
export type TurnCosts = Readonly<{
  count(what: "storageOperations" | "logins" | "looks" | "bytes", n?: number): void;
  /** The time that this takes is an upload's. */
  uploading<T>(work: () => Promise<T>): Promise<T>;
  /** All that the job has cost by now, and what follows the write of this row: a message, or the return of its machine. */
  with(job: Job): JobCosts;
}>;

/** Each turn is billed for so long at least. */
const LEAST_MS = 1000;
/** Who is called so much before its time is called because somebody follows its log. */
const EARLY_MS = 1500;
/** Receives the message and takes it away: the host. */
const HOST_OPERATIONS = 2;
/** Looks for an open job, writes both entries and the row, sends; the children of a batch share all but two of them. */
const START_OPERATIONS = 5;
const CHILD_OPERATIONS = 2;

/** Begins to count, at the beginning of a turn. */
export function turnCosts(found: Job, clock: Clock): TurnCosts {
  const began = clock.now().getTime();
  const before = found.costs ?? costsOfStart(found);
  const isFollowed = Date.parse(found.dueTime) - began > EARLY_MS;
  const turn = { storageOperations: HOST_OPERATIONS, logins: 0, looks: 0, bytes: 0 };
  let uploadMs = 0;
  return {
    count: (what, n = 1) => {
      turn[what] += n;
    },
    uploading: async (work) => {
      const since = clock.now().getTime();
      return work().finally(() => {
        uploadMs += clock.now().getTime() - since;
      });
    },
    with: (job) => ({
      functionMs: before.functionMs + Math.max(LEAST_MS, clock.now().getTime() - began - uploadMs),
      uploadMs: before.uploadMs + uploadMs,
      storageOperations: before.storageOperations + turn.storageOperations + operationsAfter(found, job),
      logins: before.logins + turn.logins,
      looks: before.looks + turn.looks,
      followedLooks: before.followedLooks + (isFollowed ? turn.looks : 0),
      bytes: before.bytes + turn.bytes,
      messages: before.messages + 1,
    }),
  };
}

const costsOfStart = ({ parent }: Job): JobCosts => ({
  ...{ functionMs: 0, uploadMs: 0, logins: 0, looks: 0, followedLooks: 0, bytes: 0, messages: 0 },
  storageOperations: parent === undefined ? START_OPERATIONS : CHILD_OPERATIONS,
});

const operationsAfter = (found: Job, job: Job): number =>
  (isSettled(job) && job.target.kind === "machine" ? 1 : 0) + (!isSettled(job) && job.ticket !== found.ticket ? 1 : 0);
