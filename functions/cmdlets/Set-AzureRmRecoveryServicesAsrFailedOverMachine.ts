import { z } from "zod";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { choice, text, wholeNumber } from "../../lib/api/cmdlet/parameter.js";
import { fingerprint, networkAddress } from "../../lib/api/cmdlet/parameter-formats.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findEitherItem } from "../../lib/api/machines/find-machine.js";
import { markFailover } from "../../lib/api/machines/mark-failover.js";
import { AsrProtectableItem, asrProtectableItem } from "../../lib/api/objects/protectable-item.js";

const common = {
  Direction: choice("PrimaryToRecovery: it runs in Azure now. RecoveryToPrimary: it is back.", ["PrimaryToRecovery", "RecoveryToPrimary"]),
  IPAddress: networkAddress("Its address there; on the way back the one that it had before, when not given.").optional(),
  Port: wholeNumber("Where it listens there.", { min: 1, max: 65535 }).optional(),
  HostKeySha256: fingerprint(
    "Fingerprint of its host key there, as ssh-keygen -l prints it on the machine. Without it the key on record is forgotten, and the next job asks for -AcceptHostKey.",
  ).optional(),
  HostKeyType: text(
    "Type of that key; x509, a certificate, where the machine is reached by WinRM over HTTPS, else ssh-ed25519, when not given.",
  ).optional(),
  BiosId: text(
    "Its BIOS id there, as `dmidecode -s system-uuid` or `(Get-CimInstance Win32_ComputerSystemProduct).UUID` shows it. Without it the next login records what it finds.",
  ).optional(),
};

export const setAsrFailedOverMachine = defineCmdlet({
  name: "Set-AzureRmRecoveryServicesAsrFailedOverMachine",
  synopsis: "Marks a machine as failed over to Azure, or as back, and takes its new address, host key and BIOS id.",
  remarks:
    "The failover itself is the vault's. The machine stays itself by its host name and its machine id (machine-id, MachineGuid), which lie on its disk and are still compared at every login; address, host key and BIOS id are others in Azure. Refused while a job on the machine has not ended. Contacts nobody.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    ByProtectableItem: z.object({ ProtectableItem: reference("ASRProtectableItem", "The machine."), ...common }),
    ByReplicationProtectedItem: z.object({ ReplicationProtectedItem: reference("ASRReplicationProtectedItem", "The machine."), ...common }),
  },
  defaultSet: "ByProtectableItem",
  output: AsrProtectableItem,
  answers: "object",
  supportsShouldProcess: true,
  examples: [
    {
      title: "After a failover",
      parameters: {
        ProtectableItem: "<item ID>",
        Direction: "PrimaryToRecovery",
        IPAddress: "10.1.0.4",
        HostKeySha256: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s",
      },
    },
    { title: "After the way back", parameters: { ProtectableItem: "<item ID>", Direction: "RecoveryToPrimary" } },
  ],
  async run(context, parameters) {
    const { machine, fabric } = await findEitherItem(context, parameters);
    const { Direction, IPAddress, Port, HostKeySha256, HostKeyType, BiosId } = parameters;
    return proposal({
      target: machine.value.friendlyName,
      action: Direction === "PrimaryToRecovery" ? "Mark as failed over" : "Mark as back",
      perform: async () => {
        const marked = await markFailover(context, machine.value, {
          ...{ direction: Direction, address: IPAddress, port: Port, biosId: BiosId },
          hostKey: HostKeySha256 === undefined ? undefined : { type: HostKeyType, sha256: HostKeySha256 },
        });
        return object(asrProtectableItem(marked, fabric, context.vault));
      },
    });
  },
});
