import { stringify } from "csv-stringify/sync";
import { withCodesInFile } from "../../core/unfit-character.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { COLUMNS, type Column, showHostKey } from "./columns.js";
import { writtenName } from "./find-columns.js";
import { withGuard } from "./formula-guard.js";
import type { InventoryFormat } from "./read-inventory.js";
import { showTags } from "./tags.js";

/** The machines as Import- reads them. */
export function writeInventory(machines: readonly Machine[], accounts: readonly RunAsAccount[], format: InventoryFormat): string {
  const names = new Map(accounts.map((account) => [`${account.fabric} ${account.id}`.toLowerCase(), nameOrId(accounts, account)]));
  const entries = machines.map(
    (machine): Entry => Object.fromEntries(Object.entries(entryOf(machine, names)).map(([column, value]) => [column, shown(value)])),
  );
  if (format === "JSON") return `${JSON.stringify(entries.map(withWrittenNames), null, 2)}\n`;
  const cells = entries.map((entry) => COLUMNS.map((column) => withGuard(cellOf(entry[column]))));
  return stringify([COLUMNS.map(writtenName), ...cells], { record_delimiter: "\r\n", quoted_match: IN_QUOTES });
}

const withWrittenNames = (entry: Entry): object =>
  Object.fromEntries(COLUMNS.flatMap((column) => (column in entry ? [[writtenName(column), entry[column]]] : [])));

/** The line ends of any system, the delimiters of any country, and what a reader may take off the ends of a cell. */
const IN_QUOTES = /[\r\n;\u061B\t|]|^\s|\s$|^#/;

type Entry = Partial<Record<Column, string | number | boolean | Readonly<Record<string, string>>>>;

function entryOf(machine: Machine, accounts: ReadonlyMap<string, string>): Entry {
  const { accountId, hostKey, jumpHost, availabilityGroup, tags, machineType, expectedHostName, expectedBiosId, expectedMachineId } = machine;
  return {
    Fabric: machine.fabric,
    ProtectionContainer: machine.container,
    FriendlyName: machine.friendlyName,
    Address: machine.address,
    Port: machine.port,
    ...(machine.transport !== undefined && { Transport: machine.transport }),
    OSType: machine.osType,
    ...(accountId !== undefined && { Account: accounts.get(`${machine.fabric} ${accountId}`.toLowerCase()) ?? accountId }),
    ...(hostKey && { HostKey: showHostKey(hostKey) }),
    LegacySsh: machine.legacySsh,
    ...(jumpHost !== undefined && { JumpHost: jumpHost }),
    ...(availabilityGroup !== undefined && { AvailabilityGroup: availabilityGroup }),
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
    ...(machineType !== undefined && { MachineType: machineType }),
    ...(expectedHostName !== undefined && { HostName: expectedHostName }),
    ...(expectedBiosId !== undefined && { BiosId: expectedBiosId }),
    ...(expectedMachineId !== undefined && { MachineId: expectedMachineId }),
  };
}

/** The name, unless it would be read as the id of another account. */
const nameOrId = (accounts: readonly RunAsAccount[], { fabric, id, name }: RunAsAccount): string =>
  accounts.some(
    (other) =>
      other.fabric === fabric &&
      (other.id.toLowerCase() === name.toLowerCase() || (other.id !== id && other.name.toLowerCase() === name.toLowerCase())),
  )
    ? id
    : name;

/** Without what a terminal or a spreadsheet would obey: it is refused where it is read, but an earlier release wrote rows, too. */
const shown = (value: Entry[Column]): Entry[Column] => {
  if (typeof value === "string") return withCodesInFile(value);
  return typeof value === "object" ? Object.fromEntries(Object.entries(value).map((pair) => pair.map(withCodesInFile))) : value;
};

const cellOf = (value: Entry[Column]): string => (value === undefined ? "" : typeof value === "object" ? showTags(value) : String(value));
