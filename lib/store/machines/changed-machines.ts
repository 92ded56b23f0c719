import type { TableClient } from "@azure/data-tables";
import { z } from "zod";
import { type StoredMachine, StoredMachine as StoredMachineShape, visibleMachine } from "../../fleet/machines/staged-machine.js";
import type { ChangedMachines } from "../../fleet/ports.js";
import { rows } from "../rows/rows.js";
import { machineKey, REMOVED } from "./machine-keys.js";
import { MachineIndex } from "./machine-rows.js";

/** A machine, or the mark that one was removed. */
const Changed = z.union([StoredMachineShape, MachineIndex]);
type Changed = z.infer<typeof Changed>;

type Question = Readonly<{ since: Date; most: number }>;

/** What was written since, by the time that storage gives each row: one question over all partitions. */
export async function listChanged(
  table: TableClient,
  { since, most }: Question,
  committedAmong: (stored: readonly StoredMachine[]) => Promise<ReadonlySet<string>>,
): Promise<ChangedMachines | undefined> {
  const changed = rows<Changed>(table, { schema: Changed, nameOf: () => "A changed machine", keyOf });
  const filter = `Timestamp ge datetime'${since.toISOString()}' and ((RowKey ge 'm:' and RowKey lt 'm;') or RowKey eq '${REMOVED}')`;
  const found = await changed.query(filter, most + 1);
  if (found.length > most) return undefined;
  const stored = found.filter((row) => "friendlyName" in row);
  const committed = await committedAmong(stored);
  return { machines: stored.flatMap((one) => visibleMachine(one, committed) ?? []), someRemoved: stored.length < found.length };
}

const keyOf = (row: Changed) => ("friendlyName" in row ? machineKey(row) : { partitionKey: row.partitionKey, rowKey: row.rowKey });
