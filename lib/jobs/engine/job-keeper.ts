import type { Clock } from "../../core/clock.js";
import { hasCode } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import type { Job } from "../job.js";
import type { JobStore } from "../ports.js";
import { advance, type JobEvent } from "./advance.js";
import type { Recipe } from "./step.js";

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
  /** When the row was read or written last, ms since 1970. */
  writtenAt(): number;
}>;

/** The job of one invocation: events change it in memory, `save` writes it against the etag that was read. */
export function jobKeeper(jobs: JobStore, found: Versioned<Job>, recipe: Recipe, clock: Clock): JobKeeper {
  let saved = found;
  let job = found.value;
  let claimed = false;
  let writtenAt = clock.now().getTime();
  const write = async () => {
    try {
      saved = { ...(await jobs.replace(job, saved.etag, saved.value.state)), value: job };
      writtenAt = clock.now().getTime();
    } catch (error) {
      throw hasCode(error, "Conflict") ? new OutOfDate(`job ${job.name} was written by somebody else`, { cause: error }) : error;
    }
  };
  return {
    job: () => job,
    apply: (event) => {
      job = advance(job, event, recipe, clock.now());
      return job;
    },
    save: async () => {
      if (job !== saved.value) await write();
    },
    claim: async () => {
      job = advance(job, { type: "claimed" }, recipe, clock.now());
      await write();
      claimed = true;
    },
    isClaimed: () => claimed,
    writtenAt: () => writtenAt,
  };
}
