import { z } from "zod";
import { fabricsOf } from "./earlier-rows.js";
import { JobCosts } from "./job-costs.js";
import { JobInput } from "./job-input.js";
import { JobState } from "./job-state.js";
import { Learned } from "./learned.js";
import { RecipeName } from "./recipe-name.js";
import { type InputOf, type LearnedOf, RECORDS } from "./recipe-records.js";

/** An error as a job shows it. `vendorCode` is Azure Site Recovery's own number or EP code, where it has one. */
export const JobError = z.object({
  code: z.string(),
  message: z.string(),
  possibleCauses: z.string(),
  recommendedAction: z.string(),
  vendorCode: z.string().optional(),
  task: z.string().optional(),
  time: z.iso.datetime(),
});
export type JobError = Readonly<z.infer<typeof JobError>>;

/** One step of the recipe as an ASR task. `Other` with `Skipped` is a step that was not needed. */
export const JobTask = z.object({
  /** step name, and the version of its hop where it has one: `run-installer 9.62.7096.1` */
  name: z.string(),
  displayName: z.string(),
  state: z.enum(["NotStarted", "InProgress", "Succeeded", "Failed", "Cancelled", "Other"]),
  stateDescription: z.string(),
  startTime: z.iso.datetime().optional(),
  endTime: z.iso.datetime().optional(),
  /** What the step found or did, in one sentence. */
  message: z.string().optional(),
});
export type JobTask = Readonly<z.infer<typeof JobTask>>;

/** What a job can be about. */
export const TargetKind = z.enum(["machine", "installer", "batch", "inventory", "job", "fabric"]);

/** What the job is about. */
export const JobTarget = z.preprocess(
  fabricsOf,
  z.object({
    kind: TargetKind,
    fabric: z.string().optional(),
    /** Names of the fabrics of a batch on machines of several. */
    fabrics: z.array(z.string()).optional(),
    container: z.string().optional(),
    /** name of the machine, file name of the installer, name of the container or fabric of a batch, import id of an inventory, name of a job or fabric */
    name: z.string(),
    friendlyName: z.string(),
  }),
);
export type JobTarget = Readonly<z.infer<typeof JobTarget>>;

const Row = z.object({
  /** UUIDv7 */
  name: z.string(),
  recipe: RecipeName,
  state: JobState,
  stateDescription: z.string(),
  target: JobTarget,
  input: JobInput,
  learned: Learned,
  tasks: z.array(JobTask),
  errors: z.array(JobError),
  /** Position in the recipe. */
  step: z.number().int().min(0),
  /** Failures of the present step that may pass, and all of the job. */
  attempts: z.number().int().min(0),
  /** How often a message of this job was found poisoned. */
  poisoned: z.number().int().min(0).default(0),
  /** Counts the claims: who claimed the row last has the highest. */
  turn: z.number().int().min(0).default(0),
  /** A message with an older ticket is out of date and ends silently. */
  ticket: z.number().int().min(0),
  /** When the next message is due, or when the invocation that is at work gave its last sign of life; a job that is overdue lost its worker. */
  dueTime: z.iso.datetime(),
  /** When the present step must have ended. */
  stepDeadline: z.iso.datetime().optional(),
  createdTime: z.iso.datetime(),
  /** When it was last resumed: how long it waits for its turn counts from then. */
  resumedTime: z.iso.datetime().optional(),
  startTime: z.iso.datetime().optional(),
  endTime: z.iso.datetime().optional(),
  cancelRequested: z.boolean().optional(),
  /** The batch that opened this job. */
  parent: z.string().optional(),
  /** The job that this one does again. */
  restartOf: z.string().optional(),
  /** Label of the key or account that asked, and its request id. */
  startedBy: z.string().optional(),
  /** Id of the fleet key that asked, and the address that the call came from. */
  startedWith: z.string().optional(),
  startedFrom: z.string().optional(),
  clientRequestId: z.string().optional(),
  costs: JobCosts.optional(),
});

/**
 * One job, of one recipe or of whatever recipe. Its row is this object; `docs/jobs.md` draws how it moves. Times are ISO 8601, UTC.
 * Parsed, it has what jobs of its recipe are always asked for.
 */
export const Job: z.ZodType<Job> = Row.superRefine(({ recipe, input }, { addIssue }) => {
  const missing = RECORDS[recipe].input.safeParse(input).error?.issues ?? [];
  for (const { path } of missing) addIssue({ code: "custom", path: ["input", ...path], message: "is not as jobs of this recipe have it" });
});
export type Job<R extends RecipeName = RecipeName> = Readonly<
  Omit<z.infer<typeof Row>, "recipe" | "input" | "learned"> & { recipe: R; input: InputOf<R>; learned: LearnedOf<R> }
>;

/** Nothing happens to it by itself any more. */
export const isSettled = (job: Pick<Job, "state">): boolean => isFinal(job) || job.state === "Suspended";

/** It goes on once its machine was restarted; nothing is wrong with it. */
export const waitsForRestart = ({ state, errors }: Pick<Job, "state" | "errors">): boolean =>
  state === "Suspended" && errors[0]?.code === "WaitingForRestart";

/** It has ended for good. */
export const isFinal = ({ state }: Pick<Job, "state">): boolean => state === "Succeeded" || state === "Failed" || state === "Cancelled";
