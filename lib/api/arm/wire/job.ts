import type { AsrJob } from "../../objects/job.js";
import type { Wire } from "./wire-of.js";

type Task = AsrJob["Tasks"][number];
type JobErrors = AsrJob["Errors"];

/**
 * A job. `status`, `error`, `startTime` and `endTime` stand a second time at the top: the SDK's poller reads only those, and takes a job without
 * `status` for one that has succeeded. Tasks and errors are never null: PowerShell's objects cannot be made then.
 */
export const wireJob = (job: AsrJob, customDetails: Wire = { instanceType: "AsrJobDetails", affectedObjectDetails: affected(job) }): Wire => ({
  id: job.ID,
  name: job.Name,
  properties: {
    activityId: job.ClientRequestId,
    scenarioName: job.JobType,
    friendlyName: job.DisplayName,
    state: job.State,
    stateDescription: job.StateDescription,
    tasks: job.Tasks.map((task) => wireTask(task, job.Errors)),
    errors: job.Errors.map(wireError),
    ...timesOf(job),
    allowedActions: job.AllowedActions,
    targetObjectId: job.TargetObjectId,
    targetObjectName: job.TargetObjectName,
    targetInstanceType: job.TargetObjectType,
    customDetails,
  },
  status: job.State,
  error: errorOf(job),
  startTime: job.StartTime,
  endTime: job.EndTime,
});

const timesOf = ({ StartTime, EndTime }: Pick<AsrJob, "StartTime" | "EndTime">): Wire => ({
  ...(StartTime !== null && { startTime: StartTime }),
  ...(EndTime !== null && { endTime: EndTime }),
});

const affected = ({ TargetObjectType, TargetObjectId, TargetObjectName }: AsrJob): Wire =>
  TargetObjectType === "ProtectionEntity" ? { PrimaryVmId: TargetObjectId, PrimaryVmName: TargetObjectName } : {};

/** Of a failed job its last error, for which it failed. */
function errorOf({ State, Errors }: AsrJob): Wire | null {
  const last = Errors.at(-1);
  return State === "Failed" && last ? { code: last.ServiceErrorDetails.Code, message: last.ServiceErrorDetails.Message, details: null } : null;
}

const wireTask = (task: Task, errors: JobErrors): Wire => ({
  taskId: task.ID,
  name: task.ID,
  friendlyName: task.Name,
  ...timesOf(task),
  state: task.State,
  stateDescription: task.StateDescription,
  ...(task.Message !== null && { message: task.Message }),
  allowedActions: [],
  taskType: "TaskDetails",
  customDetails: { instanceType: "TaskDetails" },
  groupTaskCustomDetails: task.GroupTaskDetails && {
    instanceType: task.GroupTaskDetails.Type,
    childTasks: task.GroupTaskDetails.ChildTasks.map(childTask),
  },
  errors: errors.filter(({ TaskId }) => TaskId === task.ID).map(wireError),
});

/** A machine of a batch. */
const childTask = ({ FriendlyName, State, Job, Message }: NonNullable<Task["GroupTaskDetails"]>["ChildTasks"][number]): Wire => ({
  taskId: Job ?? FriendlyName,
  name: FriendlyName,
  friendlyName: FriendlyName,
  state: CHILD_STATE[State],
  stateDescription: State,
  ...(Message !== null && { message: Message }),
  allowedActions: [],
  taskType: "TaskDetails",
  customDetails:
    Job === null ? { instanceType: "TaskDetails" } : { instanceType: "JobTaskDetails", jobTask: { jobId: Job, targetObjectName: FriendlyName } },
  groupTaskCustomDetails: null,
  errors: [],
});

const CHILD_STATE = {
  Waiting: "NotStarted",
  Running: "InProgress",
  Succeeded: "Succeeded",
  Failed: "Failed",
  Suspended: "Suspended",
  Cancelled: "Cancelled",
  Skipped: "Other",
} as const;

const wireError = ({ ServiceErrorDetails: service, ProviderErrorDetails: provider, TaskId }: JobErrors[number]): Wire => ({
  serviceErrorDetails: {
    code: service.Code,
    message: service.Message,
    possibleCauses: service.PossibleCauses,
    recommendedAction: service.RecommendedAction,
    activityId: service.ClientRequestId,
  },
  providerErrorDetails: {
    errorCode: provider.ErrorCode,
    errorMessage: provider.ErrorMessage,
    errorId: provider.ErrorId,
    possibleCauses: service.PossibleCauses,
    recommendedAction: service.RecommendedAction,
  },
  errorLevel: "Error",
  creationTime: provider.CreationTimeUtc,
  taskId: TaskId,
});
