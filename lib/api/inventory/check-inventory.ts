import { isIP } from "node:net";
import { OS_TYPES } from "../../agents/platform-of.js";
import { FleetError } from "../../core/errors.js";
import { patience } from "../../core/patience.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import { type Clearable, type InventoryFields, type InventoryLine, nameKey } from "../../fleet/machines/inventory.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { digitsOf } from "../../fleet/machines/machine-ids.js";
import { MachineType } from "../../fleet/machines/machine-type.js";
import { transportProblem } from "../../fleet/machines/transport.js";
import { TransportKind } from "../../fleet/machines/way.js";
import { asciiAddress, isNetworkAddress } from "../cmdlet/parameter-formats.js";
import { cellReader, shownCell } from "./cell-reader.js";
import { type Column, EXPECTED, readHostKey, showHostKey } from "./columns.js";
import { MAYBE_LOST, mayHaveLostLetters, mayHaveLostMany } from "./encodings/lost-letters.js";
import type { InventoryRecord } from "./inventory-record.js";
import { readBoolean, readPort } from "./spellings.js";
import { readTags } from "./tags.js";

/** What the fleet has, as far as an inventory refers to it. Keys are lower-case. */
export type Known = Readonly<{
  fabrics: ReadonlyMap<string, Readonly<{ fabric: Fabric; containers: readonly string[]; accounts: readonly RunAsAccount[] }>>;
  /** By `nameKey`. */
  machines: ReadonlyMap<string, Machine>;
  acceptHostKeyChange: boolean;
}>;

/** The lines of an inventory, or everything that is wrong with it. */
export async function checkInventory(
  records: readonly InventoryRecord[],
  known: Known,
): Promise<Readonly<{ lines: readonly InventoryLine[]; problems: readonly FleetError[] }>> {
  const others = patience();
  const lines: InventoryLine[] = [];
  const problems: FleetError[] = [];
  const names = new Map<string, string>();
  const addresses = new Map<string, string>();
  for (const record of records) {
    const found: string[] = [];
    if (record.problem !== undefined) found.push(record.problem);
    const line = record.problem === undefined ? checkRecord(record, known, (problem) => void found.push(problem)) : undefined;
    if (line) {
      repeats(names, nameKey(line), record, `the machine ${line.friendlyName}`, found);
      const before = known.machines.get(nameKey(line));
      const {
        address = before?.address,
        port = before?.port ?? 22,
        jumpHost = line.clear.includes("jumpHost") ? undefined : before?.jumpHost,
      } = line.set;
      const way = JSON.stringify([line.fabric, address?.toLowerCase(), port, jumpHost?.toLowerCase()]);
      if (address !== undefined) repeats(addresses, way, record, `the address ${address} with port ${port}`, found);
    }
    problems.push(...found.map((problem) => new FleetError("InvalidParameter", `${capital(record.place)}: ${problem}`, { target: record.place })));
    if (line && found.length === 0) lines.push(line);
    await others();
  }
  return { lines, problems };
}

function repeats(seen: Map<string, string>, key: string, { place }: InventoryRecord, what: string, found: string[]): void {
  const before = seen.get(key);
  if (before === undefined) seen.set(key, place);
  else found.push(`${what} stands in ${before} already; expected it once`);
}

type Report = (problem: string) => void;

function checkRecord({ cells }: InventoryRecord, known: Known, report: Report): InventoryLine | undefined {
  const bad = (column: Column, came: unknown, more = "") => report(`${column} is ${shownCell(came)}${more}; expected ${EXPECTED[column]}`);
  const { given, isRefused } = cellReader(cells, report);
  const missing = (column: Column, more = "") => isRefused(column) || report(`${column} is missing${more}; expected ${EXPECTED[column]}`);
  const name = given("Fabric");
  const site = name === undefined ? undefined : known.fabrics.get(name.toLowerCase());
  if (name === undefined) missing("Fabric");
  else if (!site)
    bad(
      "Fabric",
      name,
      `, which is not there (there ${known.fabrics.size === 1 ? "is" : "are"} ${namesOf([...known.fabrics.values()].map(({ fabric }) => fabric.name))})`,
    );
  const asked = given("ProtectionContainer") ?? "default";
  const container = site?.containers.find((one) => one.toLowerCase() === asked.toLowerCase());
  if (site && container === undefined && !isRefused("ProtectionContainer"))
    bad("ProtectionContainer", asked, `, which the fabric does not have (it has ${namesOf(site.containers)})`);
  const friendlyName = given("FriendlyName");
  if (friendlyName === undefined) missing("FriendlyName");
  else if (!isName(friendlyName)) bad("FriendlyName", friendlyName);
  if (!site || container === undefined || (friendlyName === undefined && !isRefused("FriendlyName"))) return undefined;
  const before = friendlyName === undefined ? undefined : known.machines.get(nameKey({ fabric: site.fabric.name, container, friendlyName }));
  if (!before && friendlyName !== undefined && mayHaveLostLetters(friendlyName))
    bad("FriendlyName", friendlyName, `, ${MAYBE_LOST}; New-ASRProtectableItem adds a machine that is called so`);
  const set: Record<string, unknown> = {};
  const clear: Clearable[] = [];
  const field = (column: Column, key: keyof InventoryFields, read: (text: string) => unknown, clearable = false) => {
    if (!cells.has(column)) return;
    const text = given(column);
    if (text === undefined) {
      if (clearable && !isRefused(column)) clear.push(key as Clearable); // only clearable ones are marked so
      return;
    }
    const value = read(text);
    const ascii = column === "Address" || column === "HostName" ? asciiAddress(text) : undefined;
    if (value === undefined) bad(column, text, ascii === undefined ? "" : `, which in DNS is ${ascii}`);
    else set[key] = value;
  };
  field("Address", "address", (text) => (isNetworkAddress(unbracketed(text)) ? unbracketed(text) : undefined));
  field("Port", "port", readPort);
  field("Transport", "transport", (text) => TransportKind.options.find((one) => one.toLowerCase() === text.toLowerCase()), true);
  field("OSType", "osType", (text) => OS_TYPES.find((one) => one.toLowerCase() === text.toLowerCase()));
  field("LegacySsh", "legacySsh", readBoolean);
  field("Account", "accountId", (text) => accountOf(site.accounts, text), true);
  field("JumpHost", "jumpHost", (text) => jumpHostOf(site.fabric, text), true);
  field("AvailabilityGroup", "availabilityGroup", (text) => (isName(text) ? text : undefined), true);
  field("HostKey", "hostKey", readHostKey, true);
  field("MachineType", "machineType", (text) => MachineType.options.find((one) => one.toLowerCase() === text.toLowerCase()), true);
  field("HostName", "expectedHostName", (text) => (isNetworkAddress(text) && isIP(text) === 0 ? text : undefined), true);
  field("BiosId", "expectedBiosId", machineUuid, true);
  field("MachineId", "expectedMachineId", machineUuid, true);
  const group = set.availabilityGroup;
  if (typeof group === "string" && group !== before?.availabilityGroup && mayHaveLostLetters(group))
    bad("AvailabilityGroup", group, `, ${MAYBE_LOST}`);
  tagsField(cells, before, { set, clear, report });
  if (friendlyName === undefined) return undefined;
  for (const column of ["Address", "OSType"] as const) if (!before && given(column) === undefined) missing(column, " for a new machine");
  const fields = set as InventoryFields; // filled above, by the keys of its own type
  const wrongWay = transportProblem(
    fields.osType ?? before?.osType,
    fields.transport ?? (clear.includes("transport") ? undefined : before?.transport),
  );
  if (wrongWay !== undefined) report(wrongWay);
  refuseKeyChange(before, { fields, clear }, known, report);
  return { fabric: site.fabric.name, container, friendlyName: before?.friendlyName ?? friendlyName, set: fields, clear };
}

type Filling = Readonly<{ set: Record<string, unknown>; clear: Clearable[]; report: Report }>;

function tagsField(cells: InventoryRecord["cells"], before: Machine | undefined, { set, clear, report }: Filling): void {
  if (!cells.has("Tags")) return;
  const cell = cells.get("Tags");
  if (cell === null || cell === undefined || cell === "") {
    clear.push("tags");
    return;
  }
  const tags = readTags(cell, (why) => report(`Tags ${why}; expected ${EXPECTED.Tags}; got ${shownCell(cell)}`));
  if (tags) set.tags = tags;
  for (const pair of Object.entries(tags ?? {}))
    if (before?.tags[pair[0]] !== pair[1] && pair.some(mayHaveLostMany)) report(`Tags have ${shownCell(pair.join("="))}, ${MAYBE_LOST}`);
}

/** A pinned key is replaced, or taken away, only when the call says so: invariant of the product. */
function refuseKeyChange(
  before: Machine | undefined,
  { fields, clear }: Readonly<{ fields: InventoryFields; clear: readonly Clearable[] }>,
  { acceptHostKeyChange }: Known,
  report: Report,
): void {
  const pinned = before?.hostKey;
  if (!pinned || acceptHostKeyChange) return;
  const other = fields.hostKey && (fields.hostKey.sha256 !== pinned.sha256 || fields.hostKey.type !== pinned.type);
  if (other || clear.includes("hostKey"))
    report(
      `HostKey is another one than the ${showHostKey(pinned)} on record for ${before.friendlyName}; expected the same, or -AcceptHostKeyChange with the call`,
    );
}

/** As UUIDs are written, with or without hyphens and braces. */
const machineUuid = (text: string): string | undefined => (digitsOf(text) === undefined ? undefined : text.toLowerCase());

const isName = (text: string): boolean => text.length <= 128;

function accountOf(accounts: readonly RunAsAccount[], text: string): string | undefined {
  const same = (a: string) => a.toLowerCase() === text.toLowerCase();
  return (accounts.find(({ id }) => same(id)) ?? accounts.find(({ name }) => same(name)))?.id;
}

function jumpHostOf({ jumpHosts }: Fabric, text: string): string | undefined {
  if (text.toLowerCase() === "none") return "none";
  return jumpHosts.find(({ name }) => name.toLowerCase() === text.toLowerCase())?.name;
}

const unbracketed = (text: string): string => (/^\[.*\]$/.test(text) && isIP(text.slice(1, -1)) === 6 ? text.slice(1, -1) : text);

const namesOf = (names: readonly string[]): string => (names.length > 0 ? names.slice(0, 10).join(", ") : "none");

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
