import { z } from "zod";
import { portalNumberOf } from "../../agents/errors/vendor-errors.js";
import type { BatchMember } from "../../jobs/batch/batch-member.js";
import { canRestart } from "../../jobs/control/restart-job.js";
import { isFinal, type Job, type JobError, type JobTask } from "../../jobs/job.js";
import { warningsOf } from "../../jobs/learned.js";
import { RECIPE_FACTS } from "../../jobs/recipe-facts.js";
import type { VaultIds } from "../cmdlet/context.js";
import { jobId } from "../ids/resource-ids.js";
import { batchDetails, FleetBatchDetails } from "./job-batch.js";
import { fill, maybeText, maybeTime, output } from "./output.js";

const AsrChildTask = output("ASRChildTask", "Extension: one machine of a batch.", {
  FriendlyName: z.string(),
  State: z.enum(["Waiting", "Running", "Succeeded", "Failed", "Suspended", "Cancelled", "Skipped"]),
  Job: maybeText.meta({ description: "Name of the child job, once it is opened" }),
  Message: maybeText,
});

const AsrGroupTaskDetails = output(
  "ASRGroupTaskDetails",
  "The machines behind the task of a batch. ChildTasks is an extension, and holds the first 100, those at work first.",
  {
    Type: z.literal("InlineWorkflowTaskDetails"),
    ChildTasks: z.array(AsrChildTask),
  },
);

export const AsrTask = output("ASRTask", "One step of a job. Message is an extension.", {
  EndTime: maybeTime,
  GroupTaskDetails: z.union([AsrGroupTaskDetails, z.null()]),
  ID: z.string(),
  Name: z.string(),
  StartTime: maybeTime,
  State: z.enum(["NotStarted", "InProgress", "Succeeded", "Failed", "Cancelled", "Other"]),
  StateDescription: z.string(),
  Message: maybeText,
});

const AsrProviderError = output(
  "ASRProviderError",
  "What the machine or installer said. ErrorCode is the vendor's number, or 0; ErrorId its EP code, or our own code.",
  {
    CreationTimeUtc: maybeTime,
    ErrorCode: z.number().int(),
    ErrorId: z.string(),
    ErrorMessage: z.string(),
  },
);

const AsrServiceError = output("ASRServiceError", "What went wrong, why it may have, and what to do.", {
  Code: z.string(),
  Message: z.string(),
  PossibleCauses: z.string(),
  RecommendedAction: z.string(),
  ClientRequestId: maybeText,
});

const AsrErrorDetails = output("ASRErrorDetails", "One error of a job. TaskId is the ID of the task that failed.", {
  ProviderErrorDetails: AsrProviderError,
  ServiceErrorDetails: AsrServiceError,
  TaskId: maybeText,
});

const JobCosts = output("ASRJobCosts", "What a job has cost so far, as far as it was saved.", {
  FunctionSeconds: z.number().meta({ description: "Of functions, as they are billed: each turn of the job at least a second. Uploads are apart" }),
  UploadSeconds: z.number(),
  StorageOperations: z.number().int().meta({ description: "Of the job's own rows, log and messages" }),
  Logins: z.number().int(),
  Looks: z.number().int().meta({ description: "How often the machine was asked how far a run is" }),
  FollowedLooks: z.number().int().meta({ description: "Of these, because somebody followed the log" }),
  Bytes: z.number().int().meta({ description: "Over the connections to the machine, both ways" }),
  Messages: z.number().int(),
});

const FleetJobDetails = output("ASRJobFleetDetails", "Extension: what this service knows of a job beyond the properties of the real object.", {
  Message: maybeText,
  VersionBefore: maybeText,
  VersionAfter: maybeText,
  TargetVersion: maybeText,
  RebootRequired: z.enum(["None", "Recommended", "Mandatory"]).nullable(),
  Warnings: z.array(z.string()),
  StartedBy: maybeText,
  CreatedTime: z.iso.datetime(),
  CancelRequested: z.boolean(),
  ParentJob: maybeText,
  RestartOf: maybeText,
  Batch: z.union([FleetBatchDetails, z.null()]),
  Costs: z.union([JobCosts, z.null()]),
});

export const AsrJob = output("ASRJob", "A job. Times are UTC.", {
  Name: z.string(),
  ID: z.string(),
  Type: maybeText,
  JobType: z.string(),
  DisplayName: z.string(),
  ClientRequestId: maybeText,
  State: z.enum(["NotStarted", "InProgress", "Succeeded", "Failed", "Cancelled", "Suspended"]),
  StateDescription: z.string(),
  StartTime: maybeTime,
  EndTime: maybeTime,
  TargetObjectId: z.string(),
  TargetObjectType: z.string(),
  TargetObjectName: z.string(),
  AllowedActions: z.array(z.string()),
  Tasks: z.array(AsrTask),
  Errors: z.array(AsrErrorDetails),
  FleetDetails: FleetJobDetails,
});
export type AsrJob = z.infer<typeof AsrJob>;

/** The job as Get-ASRJob shows it; `members` are those of a batch, where they are to be shown. */
export const asrJob = (job: Job, vault: VaultIds, members?: readonly BatchMember[]): AsrJob =>
  fill(AsrJob, {
    Name: job.name,
    ID: jobId(vault, job.name),
    JobType: RECIPE_FACTS[job.input.batch?.recipe ?? job.recipe].jobType,
    DisplayName: job.input.batch ? `${RECIPE_FACTS[job.input.batch.recipe].displayName} (batch)` : RECIPE_FACTS[job.recipe].displayName,
    ClientRequestId: job.clientRequestId,
    State: job.state,
    StateDescription: job.stateDescription,
    StartTime: job.startTime,
    EndTime: job.endTime,
    TargetObjectId: job.target.name,
    TargetObjectType: TARGET_TYPE[job.target.kind],
    TargetObjectName: job.target.friendlyName,
    AllowedActions: actionsOf(job),
    Tasks: job.tasks.map((task) => asrTask(task, task.name === RUN_CHILDREN ? members : undefined)),
    Errors: job.errors.map((error) => asrError(error, job)),
    FleetDetails: fleetDetails(job),
  });

/** The step of a batch behind which its machines are. */
const RUN_CHILDREN = "run-children";

/** What Azure Site Recovery calls the objects of jobs; those that it does not have bear our own names. */
export const TARGET_TYPE: Readonly<Record<Job["target"]["kind"], string>> = {
  machine: "ProtectionEntity",
  installer: "MobilityServiceInstaller",
  batch: "ProtectionContainer",
  inventory: "Inventory",
  job: "Job",
  fabric: "Server",
};

function actionsOf(job: Job): string[] {
  if (isFinal(job)) return canRestart(job) ? ["Restart"] : [];
  if (job.cancelRequested) return [];
  return job.state === "Suspended" ? ["Resume", "Cancel"] : ["Cancel"];
}

const asrTask = (task: JobTask, members?: readonly BatchMember[]) =>
  fill(AsrTask, {
    EndTime: task.endTime,
    GroupTaskDetails: members && fill(AsrGroupTaskDetails, { Type: "InlineWorkflowTaskDetails", ChildTasks: members.map(childTask) }),
    ID: task.name,
    Name: task.displayName,
    StartTime: task.startTime,
    State: task.state,
    StateDescription: task.stateDescription,
    Message: task.message,
  });

const childTask = ({ friendlyName, state, job, reason }: BatchMember) =>
  fill(AsrChildTask, { FriendlyName: friendlyName, State: state, Job: job, Message: reason });

const asrError = (error: JobError, job: Job) =>
  fill(AsrErrorDetails, {
    ProviderErrorDetails: fill(AsrProviderError, {
      CreationTimeUtc: error.time,
      ErrorCode: portalNumberOf(error.vendorCode ?? "") ?? 0,
      ErrorId: error.vendorCode ?? error.code,
      ErrorMessage: error.message,
    }),
    ServiceErrorDetails: fill(AsrServiceError, {
      Code: error.code,
      Message: error.message,
      PossibleCauses: error.possibleCauses,
      RecommendedAction: error.recommendedAction,
      ClientRequestId: job.clientRequestId,
    }),
    TaskId: error.task,
  });

const fleetDetails = (job: Job) =>
  fill(FleetJobDetails, {
    Message: job.errors.at(-1)?.message ?? job.tasks.findLast((task) => task.message !== undefined)?.message,
    VersionBefore: job.learned.versionBefore,
    VersionAfter: job.learned.versionAfter,
    TargetVersion: job.learned.targetVersion ?? job.input.targetVersion,
    RebootRequired: job.learned.reboot,
    Warnings: [...warningsOf(job.learned)],
    StartedBy: job.startedBy,
    CreatedTime: job.createdTime,
    CancelRequested: job.cancelRequested ?? false,
    ParentJob: job.parent,
    RestartOf: job.restartOf,
    Batch: batchDetails(job),
    Costs: job.costs && costsOf(job.costs),
  });

const costsOf = ({ functionMs, uploadMs, storageOperations, logins, looks, followedLooks, bytes, messages }: NonNullable<Job["costs"]>) =>
  fill(JobCosts, {
    ...{ FunctionSeconds: Math.round(functionMs / 100) / 10, UploadSeconds: Math.round(uploadMs / 100) / 10, StorageOperations: storageOperations },
    ...{ Logins: logins, Looks: looks, FollowedLooks: followedLooks, Bytes: bytes, Messages: messages },
  });
