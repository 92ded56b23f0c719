import type { Readable } from "node:stream";
import type { Clock } from "../core/clock.js";
import type { Page, PageRequest, Versioned } from "../core/versioned.js";
import type { MachineRef } from "../fleet/machines/machine.js";
import type { BatchMember, MemberState } from "./batch/batch-member.js";
import type { Job } from "./job.js";
import type { JobState } from "./job-state.js";
import type { FleetPlan } from "./plan/fleet-plan.js";

/** Names the job and the ticket it had when the message was sent, never the step. */
export type JobMessage = Readonly<{ jobName: string; ticket: number }>;

export type JobQuery = Readonly<{ from?: Date; until?: Date; state?: JobState }>;

/** Jobs by name, by time, by state while open, by machine. `create` and `replace` keep the indexes in step. */
export interface JobStore {
  find(name: string): Promise<Versioned<Job> | undefined>;
  create(job: Job): Promise<Versioned<Job>>;
  /** Writes new jobs with their index entries, few requests for many jobs; a job that is there already is left as it is, and is not among those given. */
  createMany(jobs: readonly Job[]): Promise<readonly Versioned<Job>[]>;
  /**
   * The job as this process wrote it last, when that has this ticket and nobody has taken it so; else undefined. Another process may have written it since:
   * the first write against its etag tells.
   */
  takeKept(name: string, ticket: number): Promise<Versioned<Job> | undefined>;
  /** Those of these jobs that exist; with `settled` only those that are final or Suspended. One range read a day that the names span. */
  findMany(names: readonly string[], options?: Readonly<{ settled?: boolean }>): Promise<readonly Job[]>;
  /** Conflict (retryable) when somebody wrote since `etag`. `previous` tells which index entries move. */
  replace(job: Job, etag: string, previous: JobState): Promise<Versioned<Job>>;
  /** Newest first. With an open state only the index of that state is read. */
  list(query: JobQuery, page: PageRequest): Promise<Page<Job>>;
  /** Newest first. */
  listOfMachine(machine: MachineRef, page: PageRequest): Promise<Page<Job>>;
  /**
   * Open jobs (NotStarted, InProgress) whose due time is before `before`, which is asked for when there is any open job. With `tidy` some of what
   * ended jobs left behind is put right, too.
   */
  listOverdue(before: () => Promise<Date>, options?: Readonly<{ tidy?: true }>): Promise<OpenJobs>;
}

/** `active`: how many jobs go on by themselves; some of them may have ended just now. */
export type OpenJobs = Readonly<{ active: number; overdue: readonly Job[] }>;

export interface JobQueue {
  /** Never expires. */
  send(message: JobMessage, delaySeconds: number): Promise<void>;
}

/** What starts jobs, and whatever changes one from outside, needs: it writes the job, then sends its message. */
export type JobDeps = Readonly<{ jobs: JobStore; queue: JobQueue; clock: Clock }>;

/** The same queue, for those who look after jobs whose worker died. */
export interface WatchedJobQueue extends JobQueue {
  /** Some of those messages that are to be delivered next; none when all that was due has been received. */
  head(): Promise<readonly JobMessage[]>;
  /** Sends a message that is about no job, and is put off again and again by its sender: it arrives when the sender has died. */
  keepBack(seconds: number): Promise<KeptBack>;
}

export type KeptBack = Readonly<{ putOff(seconds: number): Promise<void>; remove(): Promise<void> }>;

/** A part of a job's log: whole characters, and where to read on. `size` is the length in bytes of all that is there. */
export type JobLogText = Readonly<{ text: string; next: number; size: number }>;

/** What installers and configurators printed, by job. Written in parts, each named by the byte at which it begins; read from any byte. */
export interface JobLogStore {
  /** One storage operation. A part may be written again after a crash, cut in another way, and may come late: what was written since stays readable. */
  write(jobName: string, offset: number, text: string): Promise<void>;
  read(jobName: string, offset: number, length: number): Promise<JobLogText>;
}

export type BundleFile = Readonly<{ fileName: string; content: Readable; signal: AbortSignal }>;

/** How the name of such a file ends, by which programs know how to open it. */
export type BundleEnding = "zip" | "json" | "xml" | "xlsx";

/** Files that jobs have made (support bundles, deployment packages, lists of jobs), by the name of the job. */
export interface BundleStore {
  /** Takes the place of what an earlier attempt of the same job wrote; nothing is there before all of it is. Downloads get the file name. */
  put(jobName: string, file: BundleFile): Promise<void>;
  /** A link that downloads it until then. */
  link(jobName: string, expiresAt: Date, ending?: BundleEnding): Promise<string>;
}

/** The members of batches, in their order; a member is in one state at any time. Only the batch's own job writes them. */
export interface BatchStore {
  /** Safe to repeat: a member that is there already, in whatever state, is left as it is. */
  add(batch: string, members: readonly BatchMember[]): Promise<void>;
  /** By state in the order of opening; without a state all of them, state after state. */
  list(batch: string, query: Readonly<{ state?: MemberState }>, page: PageRequest): Promise<Page<BatchMember>>;
  /**
   * Puts each member as it is now in the place of what it was: all of them or, after a crash, whole groups of at most 50.
   * Gives those that are in their new state now; a member that somebody else moved to another state is not among them.
   */
  move(batch: string, from: MemberState, members: readonly BatchMember[]): Promise<readonly BatchMember[]>;
}

/** What -WhatIf showed for many machines, kept until it expires, so that -PlanId can hold a batch to it. */
export interface PlanStore {
  put(plan: FleetPlan): Promise<void>;
  find(id: string): Promise<FleetPlan | undefined>;
}
