import type { View } from "./view.js";

/** What is kept as a file. */
export const FILE_VIEWS: readonly View[] = [
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
];
