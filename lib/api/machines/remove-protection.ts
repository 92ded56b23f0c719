import { type Proposal, proposal } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Caller } from "../http/caller.js";
import { asProtected, findProtectedItem } from "./find-machine.js";
import { inputFor, type LogIn, refusePlatform, startMachineJob } from "./start-machine-job.js";

type Removal = Readonly<{ item: string; parameter: string; force: boolean } & Pick<LogIn, "Account" | "AcceptHostKey" | "AcceptHostNameChange">>;

/** Ends the protection of a machine: by removing the Mobility service from it first, or with `force` by forgetting the item alone. */
export async function proposeProtectionRemoval(
  context: FleetContext,
  caller: Caller,
  { item, parameter, force, ...login }: Removal,
): Promise<Proposal> {
  const machine = asProtected((await findProtectedItem(context, item, parameter)).machine.value, parameter);
  const recipe = force ? "forget" : "unprotect";
  refusePlatform(recipe, [machine]);
  const input = force ? { force: true } : await inputFor(context, machine, login);
  return proposal({
    target: machine.friendlyName,
    action: force ? "Forget the replication protected item" : "Remove the Mobility service and the replication protected item",
    perform: () => startMachineJob(context, caller, { recipe, machine, input }),
  });
}
