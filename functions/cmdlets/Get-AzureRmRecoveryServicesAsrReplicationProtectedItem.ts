import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findContainer } from "../../lib/api/fabrics/find-fabric.js";
import { asProtected, findMachineOf, findProtectableItem } from "../../lib/api/machines/find-machine.js";
import { AsrReplicationProtectedItem, asrReplicationProtectedItem } from "../../lib/api/objects/replication-protected-item.js";

const ProtectionContainer = reference("ASRProtectionContainer", "The container that has the items.");
const kind = "Replication protected item";

export const getAsrReplicationProtectedItem = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrReplicationProtectedItem",
  synopsis: "Gets the machines of a container whose replication was asked for, with what was last seen of their Mobility service.",
  remarks:
    "Whether a machine is protected, and how healthy its replication is, only the vault knows: both are shown as Import-AsrInventory -FromVault read them at FleetDetails.VaultReadTime; before that ProtectionState is Unknown, ReplicationHealth None.",
  scope: "reader",
  readsOnly: true,
  parameterSets: {
    ByObject: z.object({ ProtectionContainer, ...paging }),
    ByObjectWithName: z.object({ Name: text("Name of the item."), ProtectionContainer }),
    ByObjectWithFriendlyName: z.object({ FriendlyName: text("Friendly name of the machine, in any case."), ProtectionContainer }),
    ByProtectableItemObject: z.object({ ProtectableItem: reference("ASRProtectableItem", "The machine as a protectable item.") }),
  },
  defaultSet: "ByObject",
  output: AsrReplicationProtectedItem,
  answers: "list",
  examples: [{ title: "The first ten items of a container", parameters: { ProtectionContainer: "<container ID>", Top: 10 } }],
  async run(context, parameters) {
    if (parameters.parameterSet === "ByProtectableItemObject") {
      const { machine, ...place } = await findProtectableItem(context, parameters.ProtectableItem);
      return object(asrReplicationProtectedItem(asProtected(machine.value, "ProtectableItem"), { ...place, vault: context.vault }));
    }
    const place = { ...(await findContainer(context, parameters.ProtectionContainer)), vault: context.vault };
    switch (parameters.parameterSet) {
      case "ByObject": {
        const page = await context.machines.list(place.fabric.name, place.container.name, { ...pageRequest(parameters), protectedOnly: true });
        return list(
          page.items.map((machine) => asrReplicationProtectedItem(asProtected(machine, "ProtectionContainer"), place)),
          page.next,
        );
      }
      case "ByObjectWithName":
        return object(asrReplicationProtectedItem(asProtected(await findMachineOf(context, place, { kind, name: parameters.Name }), "Name"), place));
      case "ByObjectWithFriendlyName": {
        const machine = await findMachineOf(context, place, { kind, friendlyName: parameters.FriendlyName });
        return object(asrReplicationProtectedItem(asProtected(machine, "FriendlyName"), place));
      }
    }
  },
});
