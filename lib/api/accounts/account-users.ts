import { FleetError } from "../../core/errors.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import { machinePages } from "../../fleet/machines/machine-pages.js";
import { openJobs } from "../../jobs/control/open-jobs.js";
import type { FleetContext } from "../cmdlet/context.js";

type Stores = Pick<FleetContext, "fabrics" | "machines" | "jobs">;
const SHOWN = 20;

/** Throws Conflict that names who uses the account: machines, jump hosts, jobs that have not ended. */
export async function refuseAccountInUse(stores: Stores, account: RunAsAccount): Promise<void> {
  const used = [
    inWords("machine", await machinesWith(stores, account)),
    inWords("jump host", await jumpHostsWith(stores, account)),
    inWords("open job", await openJobsWith(stores, account)),
  ].filter((words) => words !== undefined);
  if (used.length === 0) return;
  throw new FleetError("Conflict", `The run-as account ${account.name} is in use by ${used.join("; ")}`, {
    target: "Account",
    recommendedAction:
      "Give the machines another account (Import-AsrInventory), the jump hosts, too (Set-AsrFabric), and stop or finish the jobs; then remove it.",
  });
}

async function machinesWith({ fabrics, machines }: Stores, { fabric, id }: RunAsAccount): Promise<string[]> {
  const names: string[] = [];
  for (const container of await fabrics.listContainers(fabric)) {
    for await (const page of machinePages(machines, { fabric, container: container.name }))
      names.push(...page.filter(({ accountId }) => accountId === id).map(({ friendlyName }) => friendlyName));
  }
  return names;
}

async function jumpHostsWith({ fabrics }: Stores, { fabric, id }: RunAsAccount): Promise<string[]> {
  const found = await fabrics.find(fabric);
  return (found?.value.jumpHosts ?? []).filter(({ accountId }) => accountId === id).map(({ name }) => name);
}

async function openJobsWith({ jobs }: Stores, { fabric, id }: RunAsAccount): Promise<string[]> {
  const names: string[] = [];
  for await (const page of openJobs(jobs)) {
    const named = page.filter(({ input, target }) => input.accountId === id && (target.fabrics ?? [target.fabric ?? target.name]).includes(fabric));
    names.push(...named.map(({ name }) => name));
  }
  return names;
}

function inWords(what: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const rest = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return `${names.length} ${what}${names.length === 1 ? "" : "s"} (${names.toSorted().slice(0, SHOWN).join(", ")}${rest})`;
}
