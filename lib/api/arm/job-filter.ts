import { z } from "zod";
import { TargetKind } from "../../jobs/job.js";
import { JobState } from "../../jobs/job-state.js";
import { choice, text, time } from "../cmdlet/parameter.js";
import type { JobFilter } from "../jobs/list-jobs.js";
import { TARGET_TYPE } from "../objects/job.js";
import type { Alternatives } from "./bind-to.js";

/** By which jobs are chosen, in a `$filter` and in the body of an export. */
export const JOB_FILTER = z.object({
  startTime: time("Only jobs created at this time or later.").optional(),
  endTime: time("Only jobs created at this time or earlier.").optional(),
  jobStatus: choice("Only jobs in this state.", ["NotStarted", "InProgress", "Succeeded", "Other", "Failed", "Cancelled", "Suspended"]).optional(),
  fabricId: text("Only jobs of the fabric with this id or name.").optional(),
  affectedObjectTypes: choice("Only jobs of objects of this type.", objectTypes()).optional(),
  jobName: text("Only the job with this name.").optional(),
});

/** What these conditions ask for. Of several times the narrowest counts. */
export function jobFilter({ startTime, endTime, jobStatus, fabricId, affectedObjectTypes, jobName }: Alternatives<typeof JOB_FILTER>): JobFilter {
  const times = (dates: readonly Date[] | undefined) => dates?.map((date) => date.getTime());
  const [from, until] = [times(startTime), times(endTime)];
  return {
    ...(from && { StartTime: new Date(Math.max(...from)) }),
    ...(until && { EndTime: new Date(Math.min(...until)) }),
    ...(jobStatus?.length === 1 && { State: jobStatus[0] }),
    also: {
      ...(jobStatus && { states: jobStatus.flatMap((state) => JobState.safeParse(state).data ?? []) }),
      ...(affectedObjectTypes && { kinds: TargetKind.options.filter((kind) => affectedObjectTypes.includes(TARGET_TYPE[kind])) }),
      ...(fabricId && { fabrics: fabricId.map((id) => id.split("/").at(-1) ?? id) }),
      ...(jobName && { names: [...jobName] }),
    },
  };
}

function objectTypes(): readonly [string, ...string[]] {
  return Object.values(TARGET_TYPE) as [string, ...string[]]; // there are some
}
