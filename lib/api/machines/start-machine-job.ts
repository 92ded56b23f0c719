import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { type Machine, machineRef } from "../../fleet/machines/machine.js";
import { platformRefusal } from "../../fleet/machines/platform-refusal.js";
import type { JobTarget } from "../../jobs/job.js";
import type { JobInput } from "../../jobs/job-input.js";
import { RECIPE_FACTS } from "../../jobs/recipe-facts.js";
import type { RecipeName } from "../../jobs/recipe-name.js";
import { type Answer, jobAnswer } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import { switchParameter } from "../cmdlet/parameter.js";
import { agentVersion } from "../cmdlet/parameter-formats.js";
import { accountReference } from "../cmdlet/reference.js";
import { findAccount } from "../fabrics/find-fabric.js";
import { askedBy, type Caller } from "../http/caller.js";

/** Parameters of the cmdlets whose job logs in to a machine. */
export const accountParameter = accountReference("The account that logs in; the machine's own when not given.").optional();
export const acceptHostKeyParameter = switchParameter(
  "Approves the host key that the machine shows at first contact. A changed key is never accepted.",
  {
    extension: true,
  },
).optional();
export const acceptHostNameChangeParameter = switchParameter(
  "Records the host name that the machine has now, when it is another one than the expected and the ids are the same.",
  { extension: true },
).optional();
/** What every cmdlet takes whose job logs in to a machine. */
export const logInParameters = {
  Account: accountParameter,
  AcceptHostKey: acceptHostKeyParameter,
  AcceptHostNameChange: acceptHostNameChangeParameter,
};
export const targetVersionParameter = agentVersion(
  "The version to bring the machine to; the newest of the catalogue that its fabric allows when not given.",
  {
    extension: true,
  },
).optional();

export const restartParameter = switchParameter(
  "Restarts the machine afterwards when that is recommended or mandatory. Without it no machine is ever restarted.",
  { extension: true },
).optional();

export const excludeFromAntivirusParameter = switchParameter(
  "Lets Defender leave out the folders of the Mobility service before anything is installed; an uninstall takes that back. Other virus scanners are named.",
  { extension: true },
).optional();

/** How a job is to log in, and what else a call may ask of it. */
export type LogIn = Partial<
  z.infer<
    z.ZodObject<
      typeof logInParameters & {
        TargetVersion: typeof targetVersionParameter;
        Restart: typeof restartParameter;
        ExcludeFromAntivirus: typeof excludeFromAntivirusParameter;
      }
    >
  >
>;

/** What a job on this one machine is told. Throws InvalidParameter when neither the call nor the machine names an account. */
export async function inputFor(context: FleetContext, machine: Machine, { Account, ...asked }: LogIn): Promise<JobInput> {
  if (!Account && machine.accountId === undefined) {
    throw new FleetError(
      "InvalidParameter",
      `The parameter Account is missing, and ${machine.friendlyName} has no account of its own; expected an account of fabric "${machine.fabric}"`,
      {
        target: "Account",
      },
    );
  }
  const account = Account && (await findAccount(context, machine.fabric, Account));
  return inputOf(asked, account?.id);
}

/** What jobs are told of a call that means one machine or many. */
export const inputOf = (
  { TargetVersion, AcceptHostKey, AcceptHostNameChange, Restart, ExcludeFromAntivirus }: Omit<LogIn, "Account">,
  accountId: string | undefined,
): JobInput => ({
  ...(accountId !== undefined && { accountId }),
  ...(TargetVersion !== undefined && { targetVersion: TargetVersion }),
  ...(AcceptHostKey !== undefined && { acceptHostKey: AcceptHostKey }),
  ...(AcceptHostNameChange && { acceptHostNameChange: true }),
  ...(Restart && { restart: true }),
  ...(ExcludeFromAntivirus && { excludeFromAntivirus: true }),
});

type MachineJob = Readonly<{ recipe: RecipeName; machine: Machine; input: JobInput }>;

/** Starts the job and answers with it. Throws PlatformNotSupported. */
export async function startMachineJob(context: FleetContext, caller: Caller, { recipe, machine, input }: MachineJob): Promise<Answer> {
  refusePlatform(recipe, [machine]);
  const request = { recipe, target: targetOf(machine), input, ...askedBy(caller) };
  return jobAnswer(context, await context.startJob(request));
}

/** Refuses at the call what its jobs would refuse as well: to act on machines of a system on which none does. Throws PlatformNotSupported. */
export function refusePlatform(recipe: RecipeName, machines: readonly Machine[]): void {
  const refusal = RECIPE_FACTS[recipe].reachesMachine ? platformRefusal(machines) : undefined;
  if (refusal) throw refusal;
}

const targetOf = (machine: Machine): JobTarget => ({ kind: "machine", ...machineRef(machine), friendlyName: machine.friendlyName });
