/** A column of a table: its heading, where its value is (a property, or PowerShell over `$_`), how wide it is. */
export type Column = readonly [label: string, value: string, width?: number];
/** How the objects of these types are listed, one line each. */
export type View = Readonly<{ types: readonly string[]; columns: readonly Column[] }>;

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

/** One line for each object that comes in a list; Format-List shows all that it has. */
export const VIEWS: readonly View[] = [
  { types: ["ASRReplicationProtectedItem", "ASRProtectableItem"], columns: MACHINE },
  {
    types: ["ASRJob"],
    columns: [
      ["Type", "JobType", 26],
      ["Target", "TargetObjectName", 24],
      ["State", "State", 11],
      ["Started", "StartTime", 20],
      [
        "Duration",
        "if ($_.StartTime) { $until = if ($_.EndTime) { $_.EndTime } else { [datetime]::Now }; ($until - $_.StartTime).ToString('hh\\:mm\\:ss') }",
        9,
      ],
      ["Error", "foreach ($one in @($_.Errors)) { $one.ServiceErrorDetails.Code; break }", 22],
      ["Name", "Name"],
    ],
  },
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
    types: ["ASRMobilityServiceInstaller"],
    columns: [
      ["OSTag", "OSTag", 22],
      ["Version", "Version", 15],
      ["Built", "BuildDate", 11],
      ["MB", "if ($_.SizeInBytes) { [math]::Round($_.SizeInBytes / 1MB) }", 6],
      ["FileName", "FileName"],
    ],
  },
  {
    types: ["ASREvent"],
    columns: [
      ["Time", "TimeOfOccurence", 20],
      ["Severity", "Severity", 9],
      ["Code", "EventCode", 24],
      ["Object", "AffectedObjectFriendlyName", 20],
      ["Description", "Description"],
    ],
  },
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
      ["Path", "$_.Path -join ', '", 32],
      ["BlockedBy", BLOCKERS],
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
    types: ["ASRAlertDelivery"],
    columns: [
      ["Created", "CreatedTime", 20],
      ["Channel", "Channel", 8],
      ["State", "State", 10],
      ["Event", "EventCode", 24],
      ["Tries", "Attempts", 6],
      ["Error", "LastError"],
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
    types: ["ASRMobilityServiceKernelList"],
    columns: [
      ["OSTag", "OSTag", 22],
      ["Version", "Version", 15],
      ["AsOf", "AsOf", 11],
      ["Kernels", "@($_.Kernels).Count", 8],
      ["Imported", "ImportedOn"],
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
    types: ["FabricRemovalPlan"],
    columns: [
      ["Containers", "@($_.Containers) -join ', '", 30],
      ["Machines", "Machines", 9],
      ["Items", "@($_.ProtectedItems).Count", 6],
      ["Accounts", "@($_.RunAsAccounts) -join ', '"],
    ],
  },
  {
    types: ["ASRMobilityServiceInstallerImport"],
    columns: [
      ["OSTag", "OSTag", 22],
      ["Version", "Version", 15],
      ["Job", "Job", 38],
      ["FileName", "FileName"],
    ],
  },
  {
    types: ["ASRMobilityServiceDeploymentPackage", "ASRSupportBundle"],
    columns: [
      ["FileName", "FileName", 40],
      ["MB", "if ($_.SizeInBytes) { [math]::Round($_.SizeInBytes / 1MB, 1) }", 8],
      ["Until", "DownloadExpiresOn", 20],
      ["Name", "Name"],
    ],
  },
  {
    types: ["ASRInventory"],
    columns: [
      ["FileName", "FileName", 32],
      ["Machines", "MachineCount", 9],
      ["Format", "Format"],
    ],
  },
  {
    types: ["ASRTask"],
    columns: [
      ["Task", "Name", 28],
      ["State", "State", 12],
      ["Started", "StartTime", 20],
      ["Ended", "EndTime", 20],
      ["Message", "Message"],
    ],
  },
  {
    types: ["ASRChildTask"],
    columns: [
      ["Machine", "FriendlyName", 24],
      ["State", "State", 16],
      ["Message", "Message"],
    ],
  },
  {
    types: ["ASRErrorDetails"],
    columns: [
      ["Code", "$_.ServiceErrorDetails.Code", 24],
      ["Message", "$_.ServiceErrorDetails.Message"],
    ],
  },
  {
    types: ["ASRServiceError", "MobilityServiceUpdateBlocker"],
    columns: [
      ["Code", "Code", 24],
      ["Message", "Message"],
    ],
  },
  {
    types: ["ASRHealthError", "ASRProviderError"],
    columns: [
      ["Time", "CreationTimeUtc", 20],
      ["Code", "ErrorCode", 24],
      ["Message", "ErrorMessage"],
    ],
  },
  {
    types: [
      ...["ASRProcessServerDetails", "ASRRcmProxyDetails", "ASRPushInstallerDetails", "ASRReplicationAgentDetails"],
      ...["ASRReprotectAgentDetails", "ASRMarsAgentDetails", "ASRDraDetails"],
    ],
    columns: [
      ["Name", "Name", 24],
      ["Version", "Version", 15],
      ["Health", "Health", 10],
      ["Heartbeat", "LastHeartbeatUtc"],
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
