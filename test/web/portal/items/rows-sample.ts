import type { Update } from "../../../../web/portal/api/objects.js";
import { type Row, rowsOf } from "../../../../web/portal/items/rows.js";

/** What Get-ASRMobilityServiceUpdate answers of a machine that can be updated. */
export const anUpdate = (more: Partial<Update> = {}): Update => ({
  FriendlyName: "web-01",
  ProtectableItemId: "/fabrics/cs1/items/1",
  ReplicationProtectedItemId: "/fabrics/cs1/protected/web-01",
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
  ...more,
});

export const blocker = (Code: string) => ({ Code, Message: `${Code} is in the way`, RecommendedAction: `Cure ${Code}` });

export function aRow(more: Partial<Update> = {}, failedWith: Readonly<Record<string, string>> = {}): Row {
  const [row] = rowsOf({ Name: "cs1" }, [anUpdate(more)], new Map(Object.entries(failedWith)));
  if (!row) throw new Error("the machine is no replicated item");
  return row;
}
