import { isDeepStrictEqual } from "node:util";
import { FleetError } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { transportProblem } from "../../fleet/machines/transport.js";
import { isUntouched } from "../../jobs/control/repeated-call.js";
import { type Proposal, proposal } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Place } from "../fabrics/find-fabric.js";
import type { Caller } from "../http/caller.js";
import { createMachine, type NewMachine, newMachine } from "./create-machine.js";
import { startMachineJob } from "./start-machine-job.js";

/** Lists a machine in this container, by a job that contacts nobody. Throws Conflict when the friendly name is taken. */
export async function proposeMachine(context: FleetContext, caller: Caller, place: Place, asked: NewMachine): Promise<Proposal> {
  const wrongWay = transportProblem(asked.osType, asked.transport);
  if (wrongWay !== undefined) throw new FleetError("InvalidParameter", wrongWay, { target: "Transport" });
  const added = await addedBefore(context, place, asked);
  return proposal({
    target: asked.friendlyName,
    action: "Add protectable item",
    perform: async () => {
      const machine = added ?? (await createMachine(context, place, asked));
      return startMachineJob(context, caller, { recipe: "discover", machine, input: {} });
    },
  });
}

/** The machine that the very same call has added without coming to its end. Throws Conflict when any other has the friendly name. */
async function addedBefore(context: FleetContext, place: Place, asked: NewMachine): Promise<Machine | undefined> {
  const { fabric, container } = place;
  const holder = (await context.machines.findByFriendlyName(fabric.name, container.name, asked.friendlyName))?.value;
  if (!holder) return undefined;
  if (isSame(holder, newMachine(context, place, asked)) && (await isLeft(context, holder))) return holder;
  throw new FleetError("Conflict", `Protection container "${container.name}" has a machine "${holder.friendlyName}" already`, {
    target: "FriendlyName",
  });
}

/** Its job was not saved, or nobody has taken it up. */
async function isLeft({ jobs }: FleetContext, machine: Machine): Promise<boolean> {
  const { items } = await jobs.listOfMachine(machine, { size: 2 });
  return items.every((job) => job.recipe === "discover" && isUntouched(job)) && items.length < 2;
}

const isSame = (holder: Machine, wanted: Machine): boolean => isDeepStrictEqual(comparable(holder), comparable(wanted));

const comparable = ({ name: _own, hostKey, ...machine }: Machine) => ({ ...machine, hostKey: hostKey && { ...hostKey, recordedAt: "" } });
