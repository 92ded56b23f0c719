import type { View } from "./view.js";

const DETAILS = "$_.FleetDetails";

/** Where machines belong, and what serves them there. */
export const PLACE_VIEWS: readonly View[] = [
  {
    types: ["ASRFabric"],
    columns: [
      ["Name", "Name", 20],
      ["FriendlyName", "FriendlyName", 24],
      ["Type", "FabricType", 14],
      ["Generation", `${DETAILS}.Generation`, 11],
      ["Server", `${DETAILS}.ServerVersion`],
    ],
  },
  {
    types: ["ASRRunAsAccount"],
    columns: [
      ["Id", "AccountId", 4],
      ["Name", "AccountName", 24],
      ["User", `${DETAILS}.UserName`, 20],
      ["Fabric", `${DETAILS}.FabricName`, 20],
      ["Proved", `${DETAILS}.IsProved`, 7],
      ["Stopped", `${DETAILS}.IsStopped`],
    ],
  },
  {
    types: ["ASRProtectionContainer"],
    columns: [
      ["FriendlyName", "FriendlyName", 24],
      ["Fabric", "FabricFriendlyName", 24],
      ["Type", "FabricType", 10],
      ["Name", "Name"],
    ],
  },
  {
    types: ["ASRProtectionContainerMapping"],
    columns: [
      ["Name", "Name", 24],
      ["Fabric", "SourceFabricFriendlyName", 24],
      ["Container", "SourceProtectionContainerFriendlyName"],
    ],
  },
  {
    types: ["ASRRecoveryServicesProvider"],
    columns: [
      ["FriendlyName", "FriendlyName", 24],
      ["Type", "FabricType", 10],
      ["Connected", "Connected", 10],
      ["Provider", "ProviderVersion", 15],
      ["Server", "ServerVersion", 15],
      ["Heartbeat", "LastHeartbeat"],
    ],
  },
  {
    types: ["FabricRemovalPlan"],
    columns: [
      ["Containers", "@($_.Containers) -join ', '", 30],
      ["Machines", "Machines", 9],
      ["Items", "@($_.ProtectedItems).Count", 6],
      ["Accounts", "@($_.RunAsAccounts) -join ', '"],
    ],
  },
  {
    types: ["ASRProcessServer"],
    columns: [
      ["Name", "FriendlyName", 24],
      ["Version", "AgentVersion", 15],
      ["Address", "IpAddress", 16],
      ["Heartbeat", "LastHeartbeat"],
    ],
  },
  {
    types: ["ASRMasterTargetServer"],
    columns: [
      ["Name", "Name", 24],
      ["Version", "AgentVersion", 15],
      ["Address", "IpAddress", 16],
      ["System", "OsType"],
    ],
  },
  {
    types: ["ASRFabricJumpHost"],
    columns: [
      ["Name", "Name", 20],
      ["Address", "Address", 24],
      ["Port", "Port", 6],
      ["Account", "AccountId"],
    ],
  },
];
