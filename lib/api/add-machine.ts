import { type Proposal, proposal } from "./answer.js";
import type { Caller } from "./caller.js";
import type { FleetContext } from "./context.js";
import { createMachine, type NewMachine, refuseTakenFriendlyName } from "./create-machine.js";
import type { Place } from "./find-fabric.js";
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
