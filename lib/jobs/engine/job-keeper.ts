import type { Clock } from "../../core/clock.js";
import { hasCode } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import { isSettled, type Job } from "../job.js";
import type { JobStore } from "../ports.js";
import { advance, type JobEvent } from "./advance.js";
import type { Recipe } from "./step.js";
import type { TurnCosts } from "./turn-costs.js";

/** Somebody else wrote the job: a newer message, a stop, or a second delivery of this one. They go on; this invocation ends. */
export class OutOfDate extends Error {}

export type JobKeeper = Readonly<{
  job(): Job;
  apply(event: JobEvent): Job;
  /** Writes what was applied since the last save. Throws OutOfDate when the row is not the one that was read. */
  save(): Promise<void>;
  /** Makes the row this invocation's own: of two that hold the same row, only one gets past this. */
  claim(): Promise<void>;
  isClaimed(): boolean;
  /** Writes that the invocation is at work, unless it has given the job on already. May be called beside everything else. */
  showAlive(): Promise<void>;
  /** At which step the row stands. */
  savedStep(): number;
  /** When the row was read or written last, ms since 1970. */
  writtenAt(): number;
}>;

type Deps = Readonly<{ jobs: JobStore; clock: Clock }>;

/** The job of one invocation: events change it in memory, `save` writes it against the etag that was read, with what it has cost by then. */
export function jobKeeper({ jobs, clock }: Deps, found: Versioned<Job>, recipe: Recipe, costs: TurnCosts): JobKeeper {
  let saved = found;
  let job = found.value;
  let claimed = false;
  let writtenAt = clock.now().getTime();
  let writing: Promise<unknown> = Promise.resolve();
  const apply = (event: JobEvent) => {
    job = advance(job, event, recipe, clock.now());
    return job;
  };
  const put = async () => {
    const written = job; // steps may change it while it is being written
    if (written === saved.value) return;
    costs.count("storageOperations");
    try {
      saved = { ...(await jobs.replace({ ...written, costs: costs.with(written) }, saved.etag, saved.value.state)), value: written };
      writtenAt = clock.now().getTime();
    } catch (error) {
      throw hasCode(error, "Conflict") ? new OutOfDate(`job ${job.name} was written by somebody else`, { cause: error }) : error;
    }
  };
  /** One write at a time: each needs the etag of the one before. */
  const inTurn = (write: () => Promise<void>): Promise<void> => {
    const next = writing.then(write);
    writing = next.catch(() => undefined); // told to the one who asked for that write
    return next;
  };
  return {
    job: () => job,
    apply,
    save: () => inTurn(put),
    claim: async () => {
      apply({ type: "claimed" });
      await inTurn(put);
      claimed = true;
    },
    isClaimed: () => claimed,
    showAlive: () =>
      inTurn(async () => {
        if (job.ticket !== found.value.ticket || isSettled(job)) return;
        apply({ type: "alive" });
        await put();
      }),
    savedStep: () => saved.value.step,
    writtenAt: () => writtenAt,
  };
}
