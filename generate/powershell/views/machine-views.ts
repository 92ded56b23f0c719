import type { Column, View } from "./view.js";

const BLOCKERS = "@($_.BlockedBy | ForEach-Object { $_.Code }) -join ', '";
const DETAILS = "$_.FleetDetails";
const MACHINE: readonly Column[] = [
  ["Name", "FriendlyName", 24],
  ["Version", `${DETAILS}.AgentVersion`, 15],
  [
    "State",
    `if (${DETAILS}.JobName) { 'AtWork' } elseif (@(${DETAILS}.Problems).Count -gt 0) { 'Problems' } elseif ($null -eq ${DETAILS}.AgentCheckedAt) { 'NotSeen' } else { 'OK' }`,
    9,
  ],
  ["Restart", `${DETAILS}.RebootRequired`, 12],
  ["System", `${DETAILS}.OSTag`, 22],
  ["Address", `${DETAILS}.Address`],
];

/** Machines, what may be done to them, and what would be. */
export const MACHINE_VIEWS: readonly View[] = [
  { types: ["ASRReplicationProtectedItem", "ASRProtectableItem"], columns: MACHINE },
  {
    types: ["ASRMobilityServiceUpdate"],
    columns: [
      ["Name", "FriendlyName", 24],
      ["Version", "InstalledVersion", 15],
      ["Target", "TargetVersion", 15],
      ["Pending", "RebootPending", 12],
      ["System", "OSTag", 22],
      ["BlockedBy", BLOCKERS],
    ],
  },
  {
    types: ["MobilityServicePlannedMachine"],
    columns: [
      ["Name", "FriendlyName", 24],
      ["Version", "InstalledVersion", 15],
      ["Target", "TargetVersion", 15],
      ["Restart", "Reboot", 12],
      ["Fits", "FitsWindow", 8],
      ["Path", "$_.Path -join ', '", 32],
      ["BlockedBy", BLOCKERS],
    ],
  },
  {
    types: ["ASRMobilityServiceHold"],
    columns: [
      ["Version", "Version", 15],
      ["OSTag", "OSTag", 22],
      ["Since", "Since", 20],
      ["HeldBy", "HeldBy", 16],
      ["Reason", "Reason"],
    ],
  },
  {
    types: ["MobilityServicePlan"],
    columns: [
      ["Operation", "Operation", 24],
      ["Total", "Total", 6],
      ["ToDo", "ToDo", 6],
      ["Nothing", "NothingToDo", 8],
      ["Blocked", "Blocked", 8],
      ["WillNotFit", "WillNotFit", 10],
      ["Expires", "ExpiresTime", 20],
      ["PlanId", "PlanId"],
    ],
  },
  {
    types: ["MobilityServiceUpdatePlan"],
    columns: [
      ["Version", "InstalledVersion", 15],
      ["Target", "TargetVersion", 15],
      ["Restart", "Reboot", 12],
      ["Path", "$_.Path -join ', '", 32],
      ["BlockedBy", BLOCKERS],
    ],
  },
  {
    types: ["InventoryPlan"],
    columns: [
      ["Added", "Added", 8],
      ["Changed", "Changed", 8],
      ["Unchanged", "Unchanged", 10],
      ["Retired", "Retired", 8],
      ["First", "foreach ($one in @($_.Differences)) { $one.Action + ' ' + $one.FriendlyName; break }"],
    ],
  },
  {
    types: ["InventoryDifference"],
    columns: [
      ["Action", "Action", 10],
      ["Machine", "FriendlyName", 24],
      ["Fabric", "Fabric", 20],
      ["Fields", "@($_.Changes | ForEach-Object { $_.Field }) -join ', '"],
    ],
  },
  {
    types: ["ASRServiceError", "MobilityServiceUpdateBlocker"],
    columns: [
      ["Code", "Code", 24],
      ["Message", "Message"],
    ],
  },
];
