import { type Proposal, proposal } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Place } from "../fabrics/find-fabric.js";
import type { Caller } from "../http/caller.js";
import { createMachine, type NewMachine, refuseTakenFriendlyName } from "./create-machine.js";
import { startMachineJob } from "./start-machine-job.js";

/** Lists a machine in this container, by a job that contacts nobody. Throws Conflict when the friendly name is taken. */
export async function proposeMachine(context: FleetContext, caller: Caller, place: Place, machine: NewMachine): Promise<Proposal> {
  await refuseTakenFriendlyName(context, place, machine.friendlyName);
  return proposal({
    target: machine.friendlyName,
    action: "Add protectable item",
    perform: async () => startMachineJob(context, caller, { recipe: "discover", machine: await createMachine(context, place, machine), input: {} }),
  });
}
