import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { notUsed, switchParameter, text } from "../../lib/api/cmdlet/parameter.js";
import { accountReference, reference } from "../../lib/api/cmdlet/reference.js";
import { proposeProtection } from "../../lib/api/machines/propose-protection.js";
import {
  acceptHostKeyParameter,
  acceptHostNameChangeParameter,
  excludeFromAntivirusParameter,
  targetVersionParameter,
} from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

const common = {
  ProtectableItem: reference("ASRProtectableItem", "The machine to protect."),
  Name: text("Name of the new item; unique in the container."),
  TargetVersion: targetVersionParameter,
  AcceptHostKey: acceptHostKeyParameter,
  AcceptHostNameChange: acceptHostNameChangeParameter,
  ExcludeFromAntivirus: excludeFromAntivirusParameter,
  ProtectionContainerMapping: notUsed("The mapping to a replication policy"),
  RecoveryVmName: notUsed("Name of the machine in Azure"),
  RecoveryResourceGroupId: notUsed("Resource group of the machine in Azure"),
  RecoveryAzureNetworkId: notUsed("Network of the machine in Azure"),
  RecoveryAzureSubnetName: notUsed("Subnet of the machine in Azure"),
  LogStorageAccountId: notUsed("Storage account of the replication logs"),
  ReplicationGroupName: notUsed("Replication group"),
  DiskType: notUsed("Type of the managed disks"),
  Size: notUsed("Size of the machine in Azure"),
};

export const newAsrReplicationProtectedItem = defineCmdlet({
  name: "New-AzureRmRecoveryServicesAsrReplicationProtectedItem",
  synopsis: "Prepares a machine for replication: installs the Mobility service, registers it and lists the machine as a replication protected item.",
  remarks:
    "Replication itself (policy, disks, target network) is set up in the vault. Parameters that concern only that are accepted, so that existing scripts run, and are not used.",
  scope: "operator",
  parameterSets: {
    VMwareToAzure: z.object({
      VMwareToAzure: switchParameter("For the classic generation: a configuration server.").optional(),
      ...common,
      Account: accountReference("The account that logs in; the machine's own when not given.").optional(),
      ProcessServer: notUsed("The process server that replicates"),
      RecoveryAzureStorageAccountId: notUsed("Storage account of the replicated disks"),
      InMageAzureV2DiskInput: notUsed("The disks to replicate"),
    }),
    ReplicateVMwareToAzure: z.object({
      ReplicateVMwareToAzure: switchParameter("For the modernized generation: a replication appliance."),
      ...common,
      CredentialsToAccessVm: text("Name of the account that logs in; the machine's own when not given.").optional(),
      ApplianceName: notUsed("Name of the appliance"),
      Fabric: notUsed("The fabric of the appliance"),
      LicenseType: notUsed("Licence of the machine in Azure"),
      InMageRcmDiskInput: notUsed("The disks to replicate"),
    }),
  },
  defaultSet: "VMwareToAzure",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    {
      title: "Prepare a machine of a configuration server",
      parameters: { VMwareToAzure: true, ProtectableItem: "<item ID>", Name: "vm1", Account: "LinuxAccount" },
    },
    {
      title: "Prepare a machine of an appliance",
      parameters: { ReplicateVMwareToAzure: true, ProtectableItem: "<item ID>", Name: "vm1", CredentialsToAccessVm: "root" },
    },
  ],
  async run(context, parameters, caller) {
    const classic = parameters.parameterSet === "VMwareToAzure";
    const { ProtectableItem, Name, TargetVersion, AcceptHostKey, AcceptHostNameChange, ExcludeFromAntivirus } = parameters;
    return proposeProtection(context, caller, {
      machine: ProtectableItem,
      name: Name,
      generation: classic ? "Classic" : "Modernized",
      Account: classic ? parameters.Account : accountNamed(parameters.CredentialsToAccessVm),
      TargetVersion,
      AcceptHostKey,
      AcceptHostNameChange,
      ExcludeFromAntivirus,
      words: { machine: "ProtectableItem", Classic: "VMwareToAzure", Modernized: "ReplicateVMwareToAzure" },
    });
  },
});

const accountNamed = (either: string | undefined) => (either === undefined ? undefined : { either });
