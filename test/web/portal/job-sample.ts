import type { Job } from "../../../web/portal/api/objects.js";

/** A job as Get-ASRJob answers it. */
export const aJob = ({ FleetDetails, ...more }: Partial<Omit<Job, "FleetDetails">> & { FleetDetails?: Partial<Job["FleetDetails"]> } = {}): Job => ({
  ...{
    Name: "j1",
    JobType: "UpdateMobilityService",
    DisplayName: "Update Mobility Service",
    State: "Failed",
    StateDescription: "Failed",
    TargetObjectId: "1",
    TargetObjectName: "web-01",
  },
  ...{ StartTime: "2026-11-24T14:00:00.000Z", EndTime: "2026-11-24T14:02:00.000Z", AllowedActions: [], Tasks: [], Errors: [] },
  ...more,
  FleetDetails: {
    ...{ Message: null, VersionBefore: null, VersionAfter: null, TargetVersion: null, RebootRequired: null, Warnings: [], StartedBy: null },
    ...{ CreatedTime: "2026-11-24T14:00:00.000Z", CancelRequested: false, ParentJob: null, RestartOf: null, Batch: null },
    ...FleetDetails,
  },
});

export const jobError = (Code: string) => ({
  ProviderErrorDetails: { ErrorCode: 0, ErrorId: Code, ErrorMessage: Code },
  ServiceErrorDetails: { Code, Message: `${Code} happened`, PossibleCauses: "", RecommendedAction: `Cure ${Code}` },
  TaskId: null,
});
