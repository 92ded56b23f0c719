import { z } from "zod";
import { proposal } from "../../lib/api/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet.js";
import { findProtectableItem } from "../../lib/api/find-item.js";
import { PROVIDER } from "../../lib/api/objects/fabric.js";
import { AsrJob } from "../../lib/api/objects/job.js";
import { notUsed, switchParameter, text } from "../../lib/api/parameter.js";
import { protectMachine, refuseSecondName } from "../../lib/api/protect-machine.js";
import { accountReference, reference } from "../../lib/api/reference.js";
import { acceptHostKeyParameter, jobInput, startMachineJob, targetVersionParameter } from "../../lib/api/start-machine-job.js";
import { FleetError } from "../../lib/core/errors.js";

const common = {
  ProtectableItem: reference("ASRProtectableItem", "The machine to protect."),
  Name: text("Name of the new item; unique in the container."),
  TargetVersion: targetVersionParameter,
  AcceptHostKey: acceptHostKeyParameter,
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
    "Replication itself (policy, disks, target network) is set up in the vault. Parameters that concern only that are accepted, so that existing scripts run, and are not used. There is no WaitForCompletion: ask Get-ASRJob.",
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
    const { machine, fabric } = await findProtectableItem(context, parameters.ProtectableItem);
    refuseOtherGeneration(parameters.parameterSet, fabric);
    refuseSecondName(machine.value, parameters.Name);
    const Account = parameters.parameterSet === "VMwareToAzure" ? parameters.Account : accountNamed(parameters.CredentialsToAccessVm);
    const { TargetVersion, AcceptHostKey, Name } = parameters;
    const input = { ...(await jobInput(context, machine.value, { Account, TargetVersion, AcceptHostKey })), protectedItem: Name };
    return proposal({
      target: machine.value.friendlyName,
      action: "Enable replication: install and register the Mobility service",
      perform: async () => {
        const named = await protectMachine(context, machine.value, { name: Name, accountId: input.accountId });
        return startMachineJob(context, caller, { recipe: "protect", machine: named, input });
      },
    });
  },
});

const accountNamed = (either: string | undefined) => (either === undefined ? undefined : { either });

function refuseOtherGeneration(
  set: "VMwareToAzure" | "ReplicateVMwareToAzure",
  { name, generation }: { name: string; generation: "Classic" | "Modernized" },
): void {
  const expected = generation === "Classic" ? "VMwareToAzure" : "ReplicateVMwareToAzure";
  if (set === expected) return;
  throw new FleetError(
    "InvalidParameter",
    `Fabric "${name}" is ${generation} (${PROVIDER[generation].replicationProvider}): expected the switch ${expected}, got the parameter set ${set}`,
    {
      target: expected,
    },
  );
}
