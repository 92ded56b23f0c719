import type { Generation } from "../generation.js";

/** What a server of Site Recovery does. */
export type ServerRole = "ConfigurationServer" | "ProcessServer" | "MasterTarget" | "ReplicationAppliance";

/** The folders of the vendor's list for one role. `example`: the path depends on where somebody installed the server. */
export type ServerExclusions = Readonly<{ role: ServerRole; paths: readonly string[]; example?: string }>;

/** The vendor's lists for the servers of a fabric, which are other ones than that of a replicated machine. */
export const serverExclusions = (generation: Generation): readonly ServerExclusions[] =>
  generation === "Classic"
    ? [CONFIGURATION_SERVER, { role: "ProcessServer", ...SCALE_OUT }, { role: "MasterTarget", ...SCALE_OUT }]
    : [{ role: "ReplicationAppliance", paths: APPLIANCE }];

const below = (folder: string, ...names: readonly string[]): readonly string[] => names.map((name) => `${folder}\\${name}`);

const SCALE_OUT = {
  paths: [
    "C:\\Program Files\\Microsoft Azure Recovery Services Agent",
    ...below("C:\\ProgramData", "ASR", "ASRLogs", "ASRSetupLogs", "LogUploadServiceLogs", "Microsoft Azure Site Recovery"),
  ],
  example: "C:\\Program Files (x86)\\Microsoft Azure Site Recovery",
} as const satisfies Omit<ServerExclusions, "role">;

const CONFIGURATION_SERVER: ServerExclusions = {
  role: "ConfigurationServer",
  paths: [
    ...below(
      "C:\\Program Files",
      "Microsoft Azure Recovery Services Agent",
      "Microsoft Azure Site Recovery Provider",
      "Microsoft Azure Site Recovery Configuration Manager",
      "Microsoft Azure Site Recovery Error Collection Tool",
    ),
    ...below("C:", "thirdparty", "Temp", "strawberry"),
    ...below("C:\\ProgramData", "MySQL", "ASR", "Microsoft Azure Site Recovery", "ASRLogs", "ASRSetupLogs", "LogUploadServiceLogs"),
    "C:\\Program Files (x86)\\MySQL",
    "C:\\inetpub",
  ],
  example: "E:\\Program Files (x86)\\Microsoft Azure Site Recovery",
};

const APPLIANCE: readonly string[] = [
  ...below("C:\\ProgramData", "Microsoft Azure", "ASRLogs"),
  "C:\\Windows\\Temp\\MicrosoftAzure",
  ...below(
    "C:\\Program Files",
    "Microsoft Azure Appliance Auto Update",
    "Microsoft Azure Appliance Configuration Manager",
    "Microsoft Azure Push Install Agent",
    "Microsoft Azure RCM Proxy Agent",
    "Microsoft Azure Recovery Services Agent",
    "Microsoft Azure Server Discovery Service",
    "Microsoft Azure Site Recovery Process Server",
    "Microsoft Azure Site Recovery Provider",
    "Microsoft Azure to on-premises Reprotect agent",
    "Microsoft Azure VMware Discovery Service",
    "Microsoft on-premises to Azure Replication agent",
  ),
  "E:\\",
];
