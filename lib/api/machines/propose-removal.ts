import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { refuseUsedMachine, removeMachine } from "../../jobs/control/remove-machine.js";
import { object, type Proposal, proposal } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import { asrProtectableItem } from "../objects/protectable-item.js";

/** The removal of a machine from the inventory, answered with the machine as it was. Throws Conflict for one that is in use. */
export async function proposeRemoval(context: FleetContext, machine: Machine, fabric: Fabric): Promise<Proposal> {
  await refuseUsedMachine(context, machine);
  return proposal({
    target: machine.friendlyName,
    action: "Remove protectable item",
    perform: async () => object(asrProtectableItem(await removeMachine(context, machine), fabric, context.vault)),
  });
}
