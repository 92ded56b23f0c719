import type { Page, PageRequest, Versioned } from "../core/versioned.js";
import type { MachineRef } from "../fleet/machine.js";
import type { Job, JobState } from "./job.js";

/** Names the job and the ticket it had when the message was sent, never the step. */
export type JobMessage = Readonly<{ jobName: string; ticket: number }>;

export type JobQuery = Readonly<{ from?: Date; until?: Date; state?: JobState }>;

/** Jobs by name, by time, by state while open, by machine. `create` and `replace` keep the indexes in step. */
export interface JobStore {
  find(name: string): Promise<Versioned<Job> | undefined>;
  create(job: Job): Promise<Versioned<Job>>;
  /** Conflict (retryable) when somebody wrote since `etag`. `previous` tells which index entries move. */
  replace(job: Job, etag: string, previous: JobState): Promise<Versioned<Job>>;
  /** Newest first. With an open state only the index of that state is read. */
  list(query: JobQuery, page: PageRequest): Promise<Page<Job>>;
  /** Newest first. */
  listOfMachine(machine: MachineRef, page: PageRequest): Promise<Page<Job>>;
  /** Open jobs (NotStarted, InProgress) whose due time is before `before`. */
  listOverdue(before: Date): Promise<readonly Job[]>;
}

export interface JobQueue {
  /** Never expires. */
  send(message: JobMessage, delaySeconds: number): Promise<void>;
}

/** What installers and configurators printed, by job: appended as it is seen, read in whole or from an offset. */
export interface JobLogStore {
  append(jobName: string, text: string): Promise<void>;
  /** `size` is the whole length in bytes. */
  read(jobName: string, offset: number, length: number): Promise<{ text: string; size: number }>;
}
