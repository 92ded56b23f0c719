import { FleetError } from "../../core/errors.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import { type Proposal, proposal } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Caller } from "../http/caller.js";
import { PROVIDER } from "../objects/fabric.js";
import { checkComponents } from "./check-components.js";
import { findProtectableItem } from "./find-machine.js";
import { protectMachine, refuseSecondName } from "./protect-machine.js";
import { inputFor, type LogIn, refusePlatform, startMachineJob } from "./start-machine-job.js";

type Generation = Fabric["generation"];

type Protection = Readonly<
  {
    /** ID of the protectable item. */
    machine: string;
    /** Of the new replication protected item. */
    name: string;
    generation: Generation;
    /** How the caller says which machine, and which generation. */
    words: Readonly<{ machine: string } & Record<Generation, string>>;
  } & Pick<LogIn, "Account" | "TargetVersion" | "AcceptHostKey" | "AcceptHostNameChange" | "ExcludeFromAntivirus">
>;

/** Makes a machine a replication protected item: the Mobility service is installed and registered. Throws Conflict when it is one under another name. */
export async function proposeProtection(context: FleetContext, caller: Caller, asked: Protection): Promise<Proposal> {
  const { name, Account, TargetVersion, AcceptHostKey, AcceptHostNameChange, ExcludeFromAntivirus } = asked;
  const { machine, fabric } = await findProtectableItem(context, asked.machine, asked.words.machine);
  refusePlatform("protect", [machine.value]);
  refuseOtherGeneration(asked, fabric);
  refuseSecondName(machine.value, name);
  await checkComponents(context, "protect", { fabrics: [fabric.name], targetVersion: TargetVersion });
  const input = await inputFor(context, machine.value, {
    ...{ Account, TargetVersion, AcceptHostKey, AcceptHostNameChange, ExcludeFromAntivirus },
  });
  return proposal({
    target: machine.value.friendlyName,
    action: "Enable replication: install and register the Mobility service",
    perform: async () => {
      const named = await protectMachine(context, machine.value, { name, accountId: input.accountId });
      return startMachineJob(context, caller, { recipe: "protect", machine: named, input });
    },
  });
}

function refuseOtherGeneration({ generation: asked, words }: Protection, { name, generation }: Fabric): void {
  if (asked === generation) return;
  throw new FleetError(
    "InvalidParameter",
    `Fabric "${name}" is ${generation} (${PROVIDER[generation].replicationProvider}): expected ${words[generation]}, got ${words[asked]}`,
    { target: words[generation] },
  );
}
