import { armType } from "../../ids/arm-id.js";
import type { AsrEvent } from "../../objects/event.js";
import { type Wire, wireOf } from "./wire-of.js";

export const wireEvent = ({ Id, Name, JobId, TimeOfOccurence, ...rest }: AsrEvent): Wire => ({
  id: Id,
  name: Name,
  type: armType("replicationEvents"),
  properties: {
    ...wireOf(rest),
    timeOfOccurrence: TimeOfOccurence,
    ...(JobId !== null && { eventSpecificDetails: { instanceType: "JobStatus", jobId: JobId } }),
  },
});
