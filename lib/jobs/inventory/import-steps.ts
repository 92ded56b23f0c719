import { usualPortOf } from "../../agents/platform-of.js";
import { FleetError } from "../../core/errors.js";
import { uuidv7Of } from "../../core/ids.js";
import { changedMachine, differencesOf, type InventoryImport, type InventoryLine, nameKey } from "../../fleet/machines/inventory.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { machinePages } from "../../fleet/machines/machine-pages.js";
import type { FleetStep, FleetStepContext } from "../engine/step.js";
import type { ImportProgress } from "../learned.js";

export const NONE: ImportProgress = { cursor: 0, added: 0, changed: 0, unchanged: 0 };
const LINES_AT_ONCE = 500;
const CHANGES_AT_ONCE = 16;
const PAGE = 1000;

/** Puts every line beside the machine that it is about, where nobody sees it yet. */
export const stageInventory: FleetStep<"import-inventory" | "import-vault"> = {
  name: "stage-inventory",
  title: "Preparing the machines",
  changes: true,
  deadlineSeconds: 6 * 3600,
  run: async (context) => {
    const { job, fleet, report, hasTime } = context;
    const inventory = await inventoryOf(context);
    if (!job.learned.import)
      for (const { fabric, container } of containersOf(inventory)) await fleet.staging.settleOthers(fabric, container, inventory.id);
    const machines = await machinesOf(context, inventory);
    let progress = job.learned.import ?? { ...NONE, ...(inventory.retire && { retired: 0 }) };
    while (progress.cursor < inventory.lines.length) {
      progress = await stagePage(context, inventory, { machines, progress });
      await report(inWords(progress), { import: progress });
      if (!hasTime()) return { type: "wait", seconds: 0, message: inWords(progress), learned: { import: progress } };
    }
    return { type: "done", message: inWords(progress), learned: { import: progress } };
  },
};

/** The one write that makes all of it visible. */
export const commitInventory: FleetStep<"import-inventory" | "import-vault"> = {
  name: "commit-inventory",
  title: "Making the machines visible",
  changes: true,
  savesFirst: true, // afterwards nobody can tell any more which machines were added or changed
  deadlineSeconds: 3600,
  run: async (context) => {
    const { id, lines } = await inventoryOf(context);
    if ((await context.fleet.imports.decide(id, "committed")) === "abandoned")
      throw new FleetError("Conflict", "Another import began meanwhile, and this one was abandoned; import again");
    return { type: "done", message: `${lines.length} machines are as the inventory has them` };
  },
};

/** Folds what is visible into the machines' rows, so that reading them needs no second look. */
export const settleInventory: FleetStep<"import-inventory" | "import-vault"> = {
  name: "settle-inventory",
  title: "Putting the rows in order",
  changes: true,
  deadlineSeconds: 6 * 3600,
  run: async (context) => {
    const { fleet, job, hasTime } = context;
    const inventory = await inventoryOf(context);
    for (const { fabric, container } of containersOf(inventory)) {
      for (let after: string | undefined; ; ) {
        after = await fleet.staging.settle(fabric, container, inventory.id, { size: PAGE, ...(after !== undefined && { after }) });
        if (after === undefined) break;
        if (!hasTime()) return { type: "wait", seconds: 0, message: "Goes on" };
      }
    }
    return { type: "done", message: inWords(job.learned.import ?? NONE) };
  },
};

export async function inventoryOf({ job, fleet }: FleetStepContext<"import-inventory" | "import-vault">): Promise<InventoryImport> {
  const found = await fleet.imports.find(job.input.importId);
  if (!found) throw new FleetError("ResourceNotFound", `The inventory ${job.input.importId} is no longer in storage; import it again`);
  return found;
}

export function inWords({ added, changed, unchanged, retired, kept = 0 }: ImportProgress): string {
  const gone = retired === undefined || retired + kept === 0 ? "" : `, ${retired} retired${kept > 0 ? `, ${kept} kept` : ""}`;
  return `${added} added, ${changed} changed, ${unchanged} unchanged${gone}`;
}

type ContainerRef = Readonly<{ fabric: string; container: string }>;

export const containersOf = ({ lines }: InventoryImport): readonly ContainerRef[] => [
  ...new Map(lines.map(({ fabric, container }) => [JSON.stringify([fabric, container]), { fabric, container }])).values(),
];

/** The visible machines of the containers that the inventory is about, by their friendly names. */
async function machinesOf(
  { fleet }: FleetStepContext<"import-inventory" | "import-vault">,
  inventory: InventoryImport,
): Promise<ReadonlyMap<string, Machine>> {
  const found = new Map<string, Machine>();
  for (const { fabric, container } of containersOf(inventory)) {
    for await (const page of machinePages(fleet.machines, { fabric, container })) for (const machine of page) found.set(nameKey(machine), machine);
  }
  return found;
}

type Known = Readonly<{ machines: ReadonlyMap<string, Machine>; progress: ImportProgress }>;

async function stagePage(
  { fleet }: FleetStepContext<"import-inventory" | "import-vault">,
  { id, createdTime, lines }: InventoryImport,
  { machines, progress }: Known,
): Promise<ImportProgress> {
  const page = lines.slice(progress.cursor, progress.cursor + LINES_AT_ONCE);
  const staged = (line: InventoryLine, isNew: boolean) => ({ importId: id, time: createdTime, isNew, set: line.set, clear: line.clear });
  const fresh = page.filter((line) => !machines.has(nameKey(line)));
  const changed = page.flatMap((line) => {
    const machine = machines.get(nameKey(line));
    return machine && differencesOf(machine, line).length > 0 ? [{ machine, line }] : [];
  });
  const readAgain = page.flatMap((line) => {
    const machine = machines.get(nameKey(line));
    return machine && line.set.vault && differencesOf(machine, line).length === 0 ? [{ machine, line }] : [];
  });
  const staging = [...changed, ...readAgain]; // what a vault says may be as before: then it is so at a later time
  await fleet.staging.stageNew(
    fresh.map((line) => newMachine(line, { id, createdTime })),
    fresh.map((line) => staged(line, true)),
  );
  for (let i = 0; i < staging.length; i += CHANGES_AT_ONCE) {
    await Promise.all(staging.slice(i, i + CHANGES_AT_ONCE).map(({ machine, line }) => fleet.staging.stageChange(machine, staged(line, false))));
  }
  return {
    ...progress,
    cursor: progress.cursor + page.length,
    added: progress.added + fresh.length,
    changed: progress.changed + changed.length,
    unchanged: progress.unchanged + page.length - fresh.length - changed.length,
  };
}

/** The same name every time, so that a line that is staged twice is one machine. */
function newMachine(line: InventoryLine, { id, createdTime }: Pick<InventoryImport, "id" | "createdTime">): Machine {
  const { fabric, container, friendlyName, set } = line;
  if (set.address === undefined || set.osType === undefined)
    throw new FleetError("Conflict", `The machine "${friendlyName}" was removed while the inventory was imported; import again`);
  const bare: Machine = {
    ...{ fabric, container, friendlyName, name: uuidv7Of(new Date(createdTime), `${id}/${nameKey(line)}`) },
    ...{ address: set.address, port: usualPortOf(set.osType), osType: set.osType, legacySsh: false, tags: {}, failuresInARow: 0, lastToken: 0 },
  };
  return changedMachine(bare, line, createdTime);
}
