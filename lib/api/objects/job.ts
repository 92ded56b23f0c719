import { z } from "zod";
import { isFinal, JOB_TYPES, type Job, type JobError, type JobTask } from "../../jobs/job.js";
import type { VaultIds } from "../context.js";
import { jobId } from "../resource-ids.js";
import { fill, maybeText, maybeTime, output } from "./output.js";

export const AsrTask = output("ASRTask", "One step of a job. Message is an extension.", {
  EndTime: maybeTime,
  GroupTaskDetails: z.null(),
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

/** The job as Get-ASRJob shows it. */
export const asrJob = (job: Job, vault: VaultIds): AsrJob =>
  fill(AsrJob, {
    Name: job.name,
    ID: jobId(vault, job.name),
    JobType: JOB_TYPES[job.recipe].jobType,
    DisplayName: JOB_TYPES[job.recipe].displayName,
    ClientRequestId: job.clientRequestId,
    State: job.state,
    StateDescription: job.stateDescription,
    StartTime: job.startTime,
    EndTime: job.endTime,
    TargetObjectId: job.target.name,
    TargetObjectType: job.target.kind === "machine" ? "ProtectionEntity" : "MobilityServiceInstaller",
    TargetObjectName: job.target.friendlyName,
    AllowedActions: isFinal(job) || job.cancelRequested ? [] : ["Cancel"],
    Tasks: job.tasks.map(asrTask),
    Errors: job.errors.map((error) => asrError(error, job)),
    FleetDetails: fleetDetails(job),
  });

const asrTask = (task: JobTask) =>
  fill(AsrTask, {
    EndTime: task.endTime,
    ID: task.name,
    Name: task.displayName,
    StartTime: task.startTime,
    State: task.state,
    StateDescription: task.stateDescription,
    Message: task.message,
  });

const asrError = (error: JobError, job: Job) =>
  fill(AsrErrorDetails, {
    ProviderErrorDetails: fill(AsrProviderError, {
      CreationTimeUtc: error.time,
      ErrorCode: /^\d{1,9}$/.test(error.vendorCode ?? "") ? Number(error.vendorCode) : 0,
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
    Warnings: job.learned.warnings ?? [],
    StartedBy: job.startedBy,
    CreatedTime: job.createdTime,
    CancelRequested: job.cancelRequested ?? false,
  });
