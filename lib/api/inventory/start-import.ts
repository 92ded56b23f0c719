import { isDeepStrictEqual } from "node:util";
import { FleetError } from "../../core/errors.js";
import { uuidv7 } from "../../core/ids.js";
import type { InventoryLine, RetiredMachine } from "../../fleet/machines/inventory.js";
import { findRepeated } from "../../jobs/control/repeated-call.js";
import type { AskedBy } from "../../jobs/control/start-job.js";
import type { Job } from "../../jobs/job.js";
import { RECIPE_FACTS } from "../../jobs/recipe-facts.js";
import type { FleetContext } from "../cmdlet/context.js";

type Import = Readonly<{
  friendlyName: string;
  lines: readonly InventoryLine[];
  /** Machines to remove once the lines are in. */
  retire?: readonly RetiredMachine[];
  asked: AskedBy;
}>;

/** Saves the lines and starts the job that imports them. Throws Conflict while another import is under way. */
export async function startImport(context: FleetContext, { friendlyName, lines, retire = [], asked }: Import): Promise<Job> {
  const request = (importId: string) => ({
    recipe: "import-inventory" as const,
    target: { kind: "inventory" as const, name: importId, friendlyName },
    input: { importId },
    ...asked,
  });
  const saved = await findRepeated(context.jobs, request(""), { exceptOwn: true });
  const repeated = saved && (await isSame(context, saved, { lines, retire })) ? saved : undefined;
  await refuseSecondImport(context, repeated);
  return context.startJob(request(repeated?.target.name ?? (await saveImport(context, lines, retire))));
}

async function isSame({ imports }: FleetContext, { target }: Job, { lines, retire = [] }: Pick<Import, "lines" | "retire">): Promise<boolean> {
  const saved = await imports.find(target.name);
  return isDeepStrictEqual([saved?.lines, saved?.retire ?? []], JSON.parse(JSON.stringify([lines, retire.map(retired)])));
}

const retired = ({ fabric, container, name, friendlyName }: RetiredMachine): RetiredMachine => ({ fabric, container, name, friendlyName });

/** Two imports at once would stage beside the same machines. The same call again, while nobody has taken its job up, is no second one. */
export async function refuseSecondImport({ jobs }: Pick<FleetContext, "jobs">, repeated: Job | undefined): Promise<void> {
  for (const state of ["NotStarted", "InProgress"] as const) {
    const { items } = await jobs.list({ state }, { size: 1000 });
    const other = items.find(({ name, recipe }) => RECIPE_FACTS[recipe].importsMachines && name !== repeated?.name);
    if (!other) continue;
    throw new FleetError("Conflict", `Job ${other.name} is importing an inventory already`, {
      recommendedAction: "Wait until that job has ended; then import again.",
    });
  }
}

/** Saves the lines, under the id by which the job finds them. */
export async function saveImport(
  { imports, clock }: Pick<FleetContext, "imports" | "clock">,
  lines: readonly InventoryLine[],
  retire: readonly RetiredMachine[] = [],
): Promise<string> {
  const now = clock.now();
  const id = uuidv7(now);
  await imports.put({ id, createdTime: now.toISOString(), lines: [...lines], ...(retire.length > 0 && { retire: retire.map(retired) }) });
  return id;
}
