import type { Clock } from "../core/clock.js";
import { hasCode } from "../core/errors.js";
import type { Versioned } from "../core/versioned.js";
import { advance, type JobEvent } from "./advance.js";
import type { Job } from "./job.js";
import type { JobStore } from "./ports.js";
import type { Recipe } from "./step.js";

/** Somebody else wrote the job: a newer message, a stop, or a second delivery of this one. They go on; this invocation ends. */
export class OutOfDate extends Error {}

export type JobKeeper = Readonly<{
  job(): Job;
  apply(event: JobEvent): Job;
  /** Writes what was applied since the last save. Throws OutOfDate when the row is not the one that was read. */
  save(): Promise<void>;
  /** Writes in any case: of two invocations that hold the same row, only one gets past this. */
  claim(): Promise<void>;
}>;

/** The job of one invocation: events change it in memory, `save` writes it against the etag that was read. */
export function jobKeeper(jobs: JobStore, found: Versioned<Job>, recipe: Recipe, clock: Clock): JobKeeper {
  let saved = found;
  let job = found.value;
  const write = async () => {
    try {
      saved = { ...(await jobs.replace(job, saved.etag, saved.value.state)), value: job };
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
    claim: write,
  };
}
