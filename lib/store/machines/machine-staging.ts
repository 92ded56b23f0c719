import type { TableClient } from "@azure/data-tables";
import { FleetError } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import { changedMachine } from "../../fleet/machines/inventory.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { Staged, StoredMachine } from "../../fleet/machines/staged-machine.js";
import type { ImportStore, MachineStaging } from "../../fleet/ports.js";
import { startingWith } from "../rows/read-range.js";
import { containerKey, rowOf } from "./machine-keys.js";
import { machineRows, nameOf } from "./machine-rows.js";
import { manyMachines } from "./many-machines.js";

const PAGE = 1000;

type Found = readonly Versioned<StoredMachine>[];
type Where = Readonly<{ fabric: string; container: string; condition: string }>;

/** The staged part of machines' rows, on the machines' own table. */
export function machineStaging(table: TableClient, imports: Pick<ImportStore, "decide" | "outcome">): MachineStaging {
  const { machines } = machineRows(table);
  const many = manyMachines(table);
  const find = ({ fabric, container, condition }: Where, limit: number, after?: string): Promise<Found> => {
    const from = after === undefined ? "" : ` and RowKey gt '${rowOf(after)}'`;
    return machines.queryVersioned(`${startingWith(containerKey(fabric, container), "m:")}${from} and ${condition}`, limit);
  };
  const eachPage = async (where: Where, call: (page: Found) => Promise<void>): Promise<void> => {
    for (let after: string | undefined; ; ) {
      const page = await find(where, PAGE, after);
      await call(page);
      if (page.length < PAGE) return;
      after = page.at(-1)?.value.name;
    }
  };
  const fold = (found: Found, importId: string): Promise<void> =>
    many.rewriteAll(found, async (now) => (now.staged?.importId === importId ? folded(now) : undefined));
  const takeAway = async (found: Found, importId: string): Promise<void> => {
    await many.remove(found.flatMap(({ value }) => (value.staged?.isNew ? value : [])));
    const changed = found.filter(({ value }) => !value.staged?.isNew);
    await many.rewriteAll(changed, async (now) => (now.staged?.importId === importId ? without(now) : undefined));
  };
  const by = (importId: string) => `Staged eq '${importId}'`;
  return {
    settleOthers: (fabric, container, importId) =>
      eachPage({ fabric, container, condition: `Staged gt '' and Staged ne '${importId}'` }, async (page) => {
        for (const other of new Set(page.flatMap(({ value }) => value.staged?.importId ?? []))) {
          const its = page.filter(({ value }) => value.staged?.importId === other);
          await ((await imports.decide(other, "abandoned")) === "committed" ? fold : takeAway)(its, other);
        }
      }),
    stageNew: (created, staged) => many.create(created.map((machine, i) => ({ ...machine, ...(staged[i] && { staged: staged[i] }) }))),
    async stageChange(ref, staged) {
      if (!(await many.rewrite(ref, (now) => withChange(now, staged, imports))))
        throw new FleetError("Conflict", `The machine ${ref.name} was removed while it was imported; import again`);
    },
    async settle(fabric, container, importId, { size, after }) {
      const some = await find({ fabric, container, condition: by(importId) }, size, after);
      await fold(some, importId);
      return some.length < size ? undefined : some.at(-1)?.value.name;
    },
    withdraw: (fabric, container, importId) => eachPage({ fabric, container, condition: by(importId) }, (page) => takeAway(page, importId)),
  };
}

/** The row with what is to change; undefined when it is there, or was and is settled already. */
async function withChange(now: StoredMachine, staged: Staged, { outcome }: Pick<ImportStore, "outcome">): Promise<StoredMachine | undefined> {
  if (now.staged?.importId === staged.importId || (await outcome(staged.importId)) === "committed") return undefined;
  const other = now.staged && (await outcome(now.staged.importId));
  if (now.staged && other === undefined) throw new FleetError("Conflict", `Another import, which is under way, changes ${nameOf(now)}; import again`);
  return { ...(other === "committed" ? folded(now) : without(now)), staged };
}

const without = ({ staged: _staged, ...machine }: StoredMachine): Machine => machine;

const folded = (stored: StoredMachine): Machine =>
  stored.staged ? changedMachine(without(stored), stored.staged, stored.staged.time) : without(stored);
