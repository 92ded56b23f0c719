import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { parameter, text } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findContainer } from "../../lib/api/fabrics/find-fabric.js";
import { findMachineOf } from "../../lib/api/machines/find-machine.js";
import { AsrProtectableItem, asrProtectableItem } from "../../lib/api/objects/protectable-item.js";

const SiteId = parameter(z.unknown(), {
  description:
    "The site of an appliance. Accepted so that existing scripts run, and not used: the fleet has all machines of a container in one list.",
  expected: "anything",
  ignored: true,
});
const FriendlyName = text("Friendly name of the machine, in any case.");
const ProtectionContainer = reference("ASRProtectionContainer", "The container that has the machines.");

export const getAsrProtectableItem = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrProtectableItem",
  synopsis: "Gets the machines of a protection container.",
  scope: "reader",
  readsOnly: true,
  parameterSets: {
    ByObject: z.object({ ProtectionContainer, ...paging }),
    ByObjectWithName: z.object({ Name: text("Name of the item."), ProtectionContainer }),
    ByObjectWithFriendlyName: z.object({ FriendlyName, ProtectionContainer }),
    ByObjectWithSiteIdAndFriendlyName: z.object({ FriendlyName, SiteId, ProtectionContainer }),
    ByObjectWithSiteId: z.object({ SiteId, ProtectionContainer, ...paging }),
  },
  defaultSet: "ByObject",
  output: AsrProtectableItem,
  answers: "list",
  examples: [{ title: "One machine by its friendly name", parameters: { ProtectionContainer: "<container ID>", FriendlyName: "vm1" } }],
  async run(context, parameters) {
    const place = await findContainer(context, parameters.ProtectionContainer);
    const kind = "Protectable item";
    switch (parameters.parameterSet) {
      case "ByObject":
      case "ByObjectWithSiteId": {
        const page = await context.machines.list(place.fabric.name, place.container.name, pageRequest(parameters));
        return list(
          page.items.map((machine) => asrProtectableItem(machine, place.fabric, context.vault)),
          page.next,
        );
      }
      case "ByObjectWithName":
        return object(asrProtectableItem(await findMachineOf(context, place, { kind, name: parameters.Name }), place.fabric, context.vault));
      case "ByObjectWithFriendlyName":
      case "ByObjectWithSiteIdAndFriendlyName":
        return object(
          asrProtectableItem(await findMachineOf(context, place, { kind, friendlyName: parameters.FriendlyName }), place.fabric, context.vault),
        );
    }
  },
});
