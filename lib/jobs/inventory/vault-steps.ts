import type { InventoryImport, VaultReading } from "../../fleet/machines/inventory.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { machinePages } from "../../fleet/machines/machine-pages.js";
import { type KnownFleet, matchVault } from "../../fleet/vault/match-vault.js";
import type { VaultReader } from "../../fleet/vault/vault.js";
import { VaultBusy } from "../../fleet/vault/vault-busy.js";
import { NotYet } from "../../reach/not-yet.js";
import type { FleetStep, FleetStepContext } from "../engine/step.js";
import { inventoryOf } from "./import-steps.js";
import { openVault, vaultPlaceOf } from "./open-vault.js";
import { recordAccounts, recordContainers, recordFabric, recordItem } from "./record-vault.js";

const AT_ONCE = 16;

/** Reads the whole vault, slice by slice, before anything of the fleet is changed. */
export const readVault: FleetStep<"import-vault"> = {
  name: "read-vault",
  title: "Reading the vault",
  changes: true,
  deadlineSeconds: 6 * 3600,
  run: async (context) => {
    const { fleet, clock, signal, report, hasTime } = context;
    const inventory = await inventoryOf(context);
    if (inventory.fabrics) return { type: "done", message: inWords(inventory) };
    const reader = await openVault(context);
    let reading = inventory.reading;
    try {
      reading ??= { fabrics: [...(await reader.readFabrics(signal))], items: [] };
      while (!isWhole(reading)) {
        reading = await readOn(reader, reading, signal);
        const message = `${reading.items.length} items read`;
        await report(message);
        if (isWhole(reading) || hasTime()) continue;
        await fleet.imports.put({ ...inventory, reading });
        return { type: "wait", seconds: 0, message };
      }
    } catch (error) {
      if (reading) await fleet.imports.put({ ...inventory, reading });
      throw error instanceof VaultBusy ? new NotYet(error.seconds, error.message) : error;
    }
    const place = vaultPlaceOf(context.job);
    const readTime = clock.now().toISOString();
    const { fabrics, lines, leftOut, kept } = matchVault(await knownFleet(context), { vaultName: place.vaultName, place, readTime, reading });
    const { id, createdTime } = inventory;
    const whole: InventoryImport = { id, createdTime, lines: [...lines], fabrics: [...fabrics] };
    await fleet.imports.put(whole);
    const warnings = [...warningOf("Left out", leftOut), ...warningOf("Kept, though not all of it could be read", kept)];
    return { type: "done", message: inWords(whole), learned: warnings.length === 0 ? {} : { warnings } };
  },
};

const MOST_NAMED = 20;
const warningOf = (what: string, machines: readonly string[]): string[] =>
  machines.length === 0 ? [] : [`${what}: ${machines.slice(0, MOST_NAMED).join("; ")}${machines.length > MOST_NAMED ? " …" : ""}`];

/** Fabrics, their servers, and accounts by name. */
export const recordFabrics: FleetStep<"import-vault"> = {
  name: "record-fabrics",
  title: "Recording fabrics and servers",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { fabrics = [] } = await inventoryOf(context);
    for (const fabric of fabrics) {
      await recordFabric(context.fleet, fabric);
      await recordContainers(context.fleet, fabric);
      await recordAccounts(context.fleet, fabric);
    }
    return { type: "done", message: `${fabrics.length} fabrics: ${fabrics.map(({ told }) => told.friendlyName).join(", ")}`.slice(0, 500) };
  },
};

/** Machines that were here before become the replication protected items that they are in the vault. */
export const listItems: FleetStep<"import-vault"> = {
  name: "list-items",
  title: "Listing replication protected items",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { lines } = await inventoryOf(context);
    const unlisted = lines.filter(({ protectedItem }) => protectedItem !== undefined);
    for (let i = 0; i < unlisted.length; i += AT_ONCE)
      await Promise.all(unlisted.slice(i, i + AT_ONCE).map((line) => recordItem(context.fleet, line)));
    return { type: "done", message: `${unlisted.length} machines listed` };
  },
};

/** Where the first page of items is, nobody says; behind the last one there is nothing. */
const FIRST = "first";
const LAST = "last";
const isWhole = ({ next }: VaultReading): boolean => next === LAST;

async function readOn(reader: VaultReader, { fabrics, items, next = FIRST }: VaultReading, signal: AbortSignal): Promise<VaultReading> {
  const page = await reader.readItems(next === FIRST ? undefined : next, signal);
  return { fabrics, items: [...items, ...page.items], next: page.next ?? LAST };
}

async function knownFleet({ fleet: { fabrics, machines: store } }: FleetStepContext<"import-vault">): Promise<KnownFleet> {
  const all = await fabrics.list();
  const known = await Promise.all(all.map(async (fabric) => ({ fabric, containers: await fabrics.listContainers(fabric.name) })));
  const machines: Machine[] = [];
  for (const { fabric, name } of known.flatMap(({ containers }) => containers)) {
    for await (const page of machinePages(store, { fabric, container: name })) machines.push(...page);
  }
  return { fabrics: known, machines };
}

const inWords = ({ lines, fabrics = [] }: InventoryImport): string => `${fabrics.length} fabrics and ${lines.length} machines in the vault`;
