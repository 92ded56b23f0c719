import { FleetError } from "../../core/errors.js";
import type { Fabric, ProtectionContainer } from "../fabrics/fabric.js";
import { type FabricToRecord, type InventoryLine, nameKey, type VaultReading } from "../machines/inventory.js";
import type { Machine } from "../machines/machine.js";
import type { VaultFabric, VaultItem } from "./vault.js";
import { agentFacts, type VaultFacts } from "./vault-facts.js";
import type { VaultPlace } from "./vault-place.js";

/** What is there of the fleet, as far as a vault may speak of it. */
export type KnownFleet = Readonly<{
  fabrics: readonly Readonly<{ fabric: Fabric; containers: readonly ProtectionContainer[] }>[];
  machines: readonly Machine[];
}>;

/** `leftOut` and `kept` name machines with the reason: those that are not brought in, and those of which more is known than this reading told. */
export type Matched = Readonly<{
  fabrics: readonly FabricToRecord[];
  lines: readonly InventoryLine[];
  leftOut: readonly string[];
  kept: readonly string[];
}>;

type Reading = Readonly<{ vaultName: string; place?: VaultPlace; readTime: string; reading: VaultReading }>;

const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

/**
 * What a vault says, as changes of the fleet. What an administrator gave a machine or a fabric stays: an item only adds what the vault knows.
 * Throws Conflict when a fabric of the same name is of the other generation.
 */
export function matchVault(known: KnownFleet, { vaultName, place: vault, readTime, reading }: Reading): Matched {
  const fabrics = reading.fabrics.map((told) => ({ ...placeOf(known, vaultName, told), vaultName, ...(vault && { place: vault }), readTime, told }));
  const byItem = new Map(known.machines.flatMap((machine) => itemKeys(machine).map((key) => [key, machine] as const)));
  const byName = new Map(known.machines.map((machine) => [nameKey(machine), machine]));
  const placeOfItem = (item: VaultItem) => hereIs(fabrics, item) ?? wasHere(known, vaultName, item);
  const present = new Set(reading.items.flatMap((item) => keyAt(placeOfItem(item), item)));
  const isGone = (machine: Machine) => same(machine.vault?.vaultName, vaultName) && !itemKeys(machine).some((key) => present.has(key));
  const taken = new Set<string>();
  const lines: InventoryLine[] = [];
  const leftOut: string[] = [];
  const kept: string[] = [];
  for (const item of reading.items) {
    const read = hereIs(fabrics, item);
    const place = read ?? wasHere(known, vaultName, item);
    const before = place && (byItem.get(itemKey({ ...place, item: item.name })) ?? freeByName(byName, { place, item, isGone }));
    if (!before && item.kind === "Other") continue; // not of VMware or physical machines
    const line = place && (read || before) ? lineOf(item, place, before, taken, byName) : `${item.friendlyName}: ${unreadFabric(item)}`;
    if (typeof line === "string") leftOut.push(line);
    else {
      taken.add(nameKey(line));
      lines.push(line);
      const why = item.kind !== "Mobility" ? unreadType(item) : read ? agentUntold(item, before) : unreadFabric(item);
      if (why !== undefined) kept.push(`${line.friendlyName}: ${why}`);
    }
  }
  return { fabrics, lines: [...lines, ...noLonger(known, { vaultName, taken })], leftOut, kept };
}

const unreadType = ({ kind, instanceType = "none" }: VaultItem): string =>
  `its replication is of the type "${instanceType}", ${kind === "Other" ? "which is not that of VMware and physical machines" : "which is not known here"}`;

const unreadFabric = ({ fabric }: VaultItem): string => `its fabric "${fabric}" in the vault is of no type that could be read`;

/** After a failover the vault may say nothing of the agent until it has registered again. */
const agentUntold = ({ facts }: VaultItem, before: Machine | undefined): string | undefined =>
  facts.agentVersion === undefined && before?.vault?.agentVersion !== undefined
    ? "the vault says nothing of its agent now; what it said before is kept"
    : undefined;

type ContainerRef = Readonly<{ fabric: string; container: string }>;

/** A fabric that was read before, or made by hand under the vault's name or its friendly name; else it is new. */
function placeOf({ fabrics }: KnownFleet, vaultName: string, told: VaultFabric): Pick<FabricToRecord, "name" | "containers"> {
  const found =
    fabrics.find(({ fabric: { vault } }) => vault && same(vault.vaultName, vaultName) && same(vault.fabric, told.name)) ??
    fabrics.find(({ fabric }) => same(fabric.name, told.name)) ??
    fabrics.find(({ fabric }) => !fabric.vault && (same(fabric.name, told.friendlyName) || same(fabric.friendlyName, told.friendlyName)));
  if (!found) return { name: told.name, containers: told.containers.map(({ name }) => name) };
  const { fabric, containers } = found;
  if (fabric.generation !== told.generation)
    throw new FleetError("Conflict", `Fabric "${fabric.name}" is ${fabric.generation}; in the vault it is ${told.generation}`, {
      target: "VaultName",
    });
  const only = containers.length === 1 && told.containers.length === 1 ? containers[0]?.name : undefined;
  return { name: fabric.name, containers: told.containers.map(({ name }) => containers.find((one) => same(one.name, name))?.name ?? only ?? name) };
}

function hereIs(fabrics: readonly FabricToRecord[], { fabric, container }: VaultItem): ContainerRef | undefined {
  const found = fabrics.find(({ told }) => same(told.name, fabric));
  const at = found?.told.containers.findIndex(({ name }) => same(name, container)) ?? -1;
  const here = found?.containers[at];
  return found && here !== undefined ? { fabric: found.name, container: here } : undefined;
}

/** Where machines of that fabric came to when the vault last told of it: now it is of another type. */
function wasHere({ fabrics }: KnownFleet, vaultName: string, item: VaultItem): ContainerRef | undefined {
  const found = fabrics.find(({ fabric: { vault } }) => vault && same(vault.vaultName, vaultName) && same(vault.fabric, item.fabric));
  const container = found?.containers.find(({ name }) => same(name, item.container)) ?? found?.containers[0];
  return found && container && { fabric: found.fabric.name, container: container.name };
}

const itemKey = ({ fabric, container, item }: ContainerRef & Readonly<{ item: string }>): string =>
  JSON.stringify([fabric, container, item]).toLowerCase();

const itemKeys = ({ fabric, container, protectedItem, vault }: Machine): string[] =>
  [protectedItem, vault?.item].flatMap((item) => (item === undefined ? [] : itemKey({ fabric, container, item })));

const keyAt = (place: ContainerRef | undefined, { name }: VaultItem): string[] => (place ? [itemKey({ ...place, item: name })] : []);

type Wanted = Readonly<{ place: ContainerRef; item: VaultItem; isGone: (machine: Machine) => boolean }>;

/** Two items may share a friendly name; a machine that belongs to another one that is still there is not this one's. */
function freeByName(byName: ReadonlyMap<string, Machine>, { place, item, isGone }: Wanted): Machine | undefined {
  const machine = byName.get(nameKey({ ...place, friendlyName: item.friendlyName }));
  return machine?.vault && !same(machine.vault.item, item.name) && !isGone(machine) ? undefined : machine;
}

/** The change that an item makes, or why it makes none. */
function lineOf(
  item: VaultItem,
  place: ContainerRef,
  before: Machine | undefined,
  taken: ReadonlySet<string>,
  byName: ReadonlyMap<string, Machine>,
): InventoryLine | string {
  const { facts, address, osType } = item;
  if (before && !taken.has(nameKey(before))) {
    const { friendlyName, protectedItem } = before;
    return {
      ...place,
      friendlyName,
      set: { vault: factsOf(item, before) },
      clear: [],
      ...(protectedItem === undefined && { protectedItem: item.name }),
    };
  }
  if (address === undefined || osType === undefined)
    return `${item.friendlyName}: the vault knows no ${address === undefined ? "address that can be dialled" : "operating system"} of it${item.kind === "Unknown" ? `; ${unreadType(item)}` : ""}`;
  const plain = nameKey({ ...place, friendlyName: item.friendlyName });
  const friendlyName = taken.has(plain) || byName.has(plain) ? `${item.friendlyName} (${item.name})` : item.friendlyName;
  return { ...place, friendlyName, set: { address, osType, vault: facts, protectedItem: item.name }, clear: [] };
}

/** A type that says nothing of the agent takes nothing away: what was known stays beside what it says. */
function factsOf({ kind, facts }: VaultItem, { vault }: Machine): VaultFacts {
  if (!vault) return facts;
  if (kind === "Mobility")
    return facts.agentVersion === undefined ? { ...agentFacts(vault), ...facts, upgradeBlockedBy: vault.upgradeBlockedBy } : facts;
  return { ...vault, ...facts, upgradeBlockedBy: facts.agentVersion === undefined ? vault.upgradeBlockedBy : facts.upgradeBlockedBy };
}

/** Machines that the vault had and has no longer: nothing is known of their replication any more. */
const noLonger = ({ machines }: KnownFleet, { vaultName, taken }: Readonly<{ vaultName: string; taken: ReadonlySet<string> }>): InventoryLine[] =>
  machines
    .filter((machine) => machine.vault && same(machine.vault.vaultName, vaultName) && !taken.has(nameKey(machine)))
    .map(({ fabric, container, friendlyName }) => ({ fabric, container, friendlyName, set: {}, clear: ["vault"] }));
