import { MACHINE_STATES } from "../../../../lib/jobs/plan/machine-states.js";
import type { MachineState, Update } from "../../../../web/portal/api/objects.js";
import { type Row, rowsOf } from "../../../../web/portal/items/rows.js";

/** What Get-ASRMobilityServiceUpdate answers of a machine that can be updated; states and causes follow from the rest, as the service finds them. */
export function anUpdate(more: Partial<Update> = {}): Update {
  const update = { ...AN_UPDATE, ...more };
  const isCurrent = update.InstalledVersion !== null && update.InstalledVersion === update.TargetVersion;
  const is: Readonly<Record<MachineState, boolean>> = {
    Running: update.JobName !== null,
    Failed: update.FailuresInARow > 0,
    Blocked: update.BlockedBy.length > 0 && !isCurrent,
    Restart: update.RebootPending !== "None",
    Update: update.UpdateAvailable && update.BlockedBy.length === 0,
    Unknown: update.InstalledVersion === null,
    Current: isCurrent,
  };
  const failure = update.FailuresInARow > 0 ? [update.LastFailure ?? "JobFailed"] : [];
  const causes = new Set([...update.BlockedBy.map(({ Code }) => Code), ...update.Problems, ...failure]);
  return { States: MACHINE_STATES.filter((state) => is[state]), Causes: [...causes], ...update, ...more };
}

const AN_UPDATE: Omit<Update, "States" | "Causes"> = {
  FriendlyName: "web-01",
  ProtectableItemId: "/replicationFabrics/cs1/items/1",
  ReplicationProtectedItemId: "/replicationFabrics/cs1/protected/web-01",
  OSTag: "UBUNTU-22.04-64",
  InstalledVersion: "9.61.7016.1",
  TargetVersion: "9.62.7096.1",
  UpdateAvailable: true,
  Path: ["9.62.7096.1"],
  Hops: [{ From: "9.61.7016.1", To: "9.62.7096.1", Restart: "Recommended" }],
  RebootRequired: "Recommended",
  RebootPending: "None",
  Warnings: [],
  BlockedBy: [],
  NotKnown: [],
  HeldVersions: [],
  AsOf: "2026-11-24T13:04:26.000Z",
  JobName: null,
  FailuresInARow: 0,
  Problems: [],
  Tags: {},
  AvailabilityGroup: null,
  LastFailure: null,
};

export const blocker = (Code: string) => ({ Code, Message: `${Code} is in the way`, RecommendedAction: `Cure ${Code}` });

export function aRow(more: Partial<Update> = {}): Row {
  const [row] = rowsOf([anUpdate(more)]);
  if (!row) throw new Error("the machine is no replicated item");
  return row;
}
