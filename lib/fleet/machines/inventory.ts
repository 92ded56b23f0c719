import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { OsType } from "../../agents/platform-of.js";
import { VaultFabric, VaultItem } from "../vault/vault.js";
import { lastingFacts, VaultFacts } from "../vault/vault-facts.js";
import { VaultPlace } from "../vault/vault-place.js";
import { HostKey, type Machine } from "./machine.js";
import { MachineType } from "./machine-type.js";
import { TransportKind } from "./way.js";

/** What an inventory may say of a machine; what it does not say stays as it is. */
export const InventoryFields = z
  .object({
    address: z.string(),
    port: z.number().int(),
    transport: TransportKind,
    osType: OsType,
    accountId: z.string(),
    hostKey: HostKey.pick({ type: true, sha256: true }),
    legacySsh: z.boolean(),
    jumpHost: z.string(),
    availabilityGroup: z.string(),
    tags: z.record(z.string(), z.string()),
    machineType: MachineType,
    expectedHostName: z.string(),
    expectedBiosId: z.string(),
    expectedMachineId: z.string(),
    /** Only a vault says so. */
    vault: VaultFacts,
    /** Of a new machine that comes from a vault. */
    protectedItem: z.string(),
  })
  .partial();
export type InventoryFields = Readonly<z.infer<typeof InventoryFields>>;

/** Fields that a line may empty. */
export const Clearable = z.enum([
  ...["transport", "accountId", "hostKey", "jumpHost", "availabilityGroup", "tags", "vault"],
  ...["machineType", "expectedHostName", "expectedBiosId", "expectedMachineId"],
] as const);
export type Clearable = z.infer<typeof Clearable>;

/** What is to become of a machine. */
export const MachineChange = z.object({ set: InventoryFields, clear: z.array(Clearable) });
export type MachineChange = Readonly<z.infer<typeof MachineChange>>;

/** One checked line. The machine is found again by its friendly name within the container. */
export const InventoryLine = MachineChange.extend({
  fabric: z.string(),
  container: z.string(),
  friendlyName: z.string(),
  /** The vault has a replication protected item of this name for a machine that is none here. */
  protectedItem: z.string().optional(),
});
export type InventoryLine = Readonly<z.infer<typeof InventoryLine>>;

/** A fabric of a vault with the names that it and its containers have here. */
export const FabricToRecord = z.object({
  name: z.string(),
  containers: z.array(z.string()),
  vaultName: z.string(),
  place: VaultPlace.optional(),
  readTime: z.string(),
  told: VaultFabric,
});
export type FabricToRecord = Readonly<z.infer<typeof FabricToRecord>>;

/** What was read of a vault so far; `next` is where its next page of items begins. */
export const VaultReading = z.object({ fabrics: z.array(VaultFabric), items: z.array(VaultItem), next: z.string().optional() });
export type VaultReading = Readonly<z.infer<typeof VaultReading>>;

/** A machine that the file has no more. */
export const RetiredMachine = z.object({ fabric: z.string(), container: z.string(), name: z.string(), friendlyName: z.string() });
export type RetiredMachine = Readonly<z.infer<typeof RetiredMachine>>;

/** A checked inventory on its way in. `id`: UUIDv7. From a vault there is a reading first, then the lines and fabrics that follow from it. */
export const InventoryImport = z.object({
  id: z.string(),
  createdTime: z.iso.datetime(),
  lines: z.array(InventoryLine),
  reading: VaultReading.optional(),
  fabrics: z.array(FabricToRecord).optional(),
  /** Machines to remove from the fleet once the lines are visible. */
  retire: z.array(RetiredMachine).optional(),
});
export type InventoryImport = Readonly<z.infer<typeof InventoryImport>>;

/** What became of an import: visible as a whole, or never. */
export const ImportOutcome = z.enum(["committed", "abandoned"]);
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** By this the line of an inventory finds its machine: names compare as the keys of their rows do. */
export const nameKey = ({ fabric, container, friendlyName }: Pick<Machine, "fabric" | "container" | "friendlyName">): string =>
  JSON.stringify([fabric, container, friendlyName].map((name) => name.normalize("NFC").toLowerCase()));

/** The machine as the change makes it; a host key that it brings counts as registered from that time. */
export function changedMachine(machine: Machine, { set, clear }: MachineChange, time: string): Machine {
  const { hostKey, ...fields } = set;
  const kept = Object.fromEntries(Object.entries(machine).filter(([name]) => !clear.includes(name as Clearable))) as Machine; // what may be cleared is optional, or follows
  const key = hostKey && !isSameKey(machine, hostKey) ? { hostKey: { ...hostKey, origin: "registered" as const, recordedAt: time } } : {};
  const tags = fields.tags ?? (clear.includes("tags") ? {} : machine.tags);
  const { foundWay, ...changed } = { ...kept, ...(fields as Partial<Machine>), tags, ...key }; // a field that is absent is not there, rather than undefined
  return foundWay && reachedAsBefore(machine, changed) ? { ...changed, foundWay } : changed;
}

/** Else the way that was found is looked for anew. */
const reachedAsBefore = (before: Machine, after: Machine): boolean =>
  before.address === after.address && before.port === after.port && before.transport === after.transport;

export type Difference = Readonly<{ field: keyof InventoryFields; before: unknown; after: unknown }>;

/** What the change would change, field by field. */
export function differencesOf(machine: Machine, change: MachineChange): readonly Difference[] {
  const after = changedMachine(machine, change, "");
  return InventoryFields.keyof().options.flatMap((field): Difference[] => {
    const [was, is] = [shownOf(machine, field), shownOf(after, field)];
    return isDeepStrictEqual(was, is) ? [] : [{ field, before: was, after: is }];
  });
}

function shownOf(machine: Machine, field: keyof InventoryFields): unknown {
  if (field === "hostKey") return machine.hostKey && `${machine.hostKey.type} SHA256:${machine.hostKey.sha256}`;
  if (field === "vault") return machine.vault && lastingFacts(machine.vault);
  return machine[field];
}

const isSameKey = ({ hostKey }: Machine, { type, sha256 }: Pick<HostKey, "type" | "sha256">): boolean =>
  hostKey?.type === type && hostKey.sha256 === sha256;
