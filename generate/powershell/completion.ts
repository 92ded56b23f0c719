import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import type { ModuleParameter } from "./module-parameter.js";

/** What the service is asked for when a value is to be completed; the kinds are those of powershell/Complete.ps1. */
export function completionOf({ name, kind, objectType, values, type }: ModuleParameter, cmdlet: Pick<AnyCmdlet, "name">): string | undefined {
  if (values || type === "switch") return undefined;
  if (kind === "Job") return "Job";
  if (objectType !== undefined && OBJECTS[objectType]) return OBJECTS[objectType];
  if (name === "Name" || name === "FriendlyName") return NAMES[`${nounOf(cmdlet)} ${name}`] ?? (chooses(name, cmdlet) ? "Machine" : undefined);
  return TEXTS[name];
}

/** Machines of a container or fabric are chosen by their friendly names. */
const chooses = (name: string, cmdlet: Pick<AnyCmdlet, "name">): boolean => name === "FriendlyName" && /MobilityService(Update)?$/.test(cmdlet.name);

const nounOf = ({ name }: Pick<AnyCmdlet, "name">): string => name.replace(/^(Get|Stop|Restart|Resume)-AzureRmRecoveryServicesAsr/, "");

const OBJECTS: Readonly<Record<string, string>> = {
  ASRFabric: "Fabric",
  ASRProtectionContainer: "Container",
  ASRProtectableItem: "Item",
  ASRReplicationProtectedItem: "ProtectedItem",
  ASRRunAsAccount: "Account",
};

/** Names of what a cmdlet gets or changes. */
const NAMES: Readonly<Record<string, string>> = {
  "Fabric Name": "Fabric",
  "Fabric FriendlyName": "FabricFriendlyName",
  "ProtectionContainer Name": "ContainerName",
  "ProtectionContainer FriendlyName": "ContainerFriendlyName",
  "ProtectableItem FriendlyName": "Machine",
  "ReplicationProtectedItem FriendlyName": "Machine",
  "Job Name": "Job",
};

const TEXTS: Readonly<Record<string, string>> = {
  ...{ TargetVersion: "Version", AgentVersion: "Version", Version: "Version" },
  ...{ OSTag: "OSTag", OsTag: "OSTag", CredentialsToAccessVm: "Account" },
};
