import type { TableClient, TransactionAction } from "@azure/data-tables";
import { FleetError, hasCode } from "../../core/errors.js";
import { inParallel } from "../../core/in-parallel.js";
import type { Versioned } from "../../core/versioned.js";
import type { MachineRef } from "../../fleet/machines/machine.js";
import type { StoredMachine } from "../../fleet/machines/staged-machine.js";
import type { Entity } from "../rows/entity.js";
import { inTransactions } from "../rows/in-transactions.js";
import { hasStatus, isAbsent, storageFailure } from "../rows/storage-error.js";
import { machineKey } from "./machine-keys.js";
import { creationOf, entitiesOf, machineRows, nameOf } from "./machine-rows.js";

const AT_ONCE = 4;
const MOST_TRIES = 8; // jobs write the rows of machines that they are at work on

/** What becomes of a row; undefined leaves it as it is. */
export type RowChange = (stored: StoredMachine) => Promise<StoredMachine | undefined>;

type Rewritten = Readonly<{ machine: MachineRef; etag: string; entity: Entity }>;

/** Writes of many machines' rows, in few transactions; one by one where somebody else wrote one of them meanwhile. */
export function manyMachines(table: TableClient) {
  const rows = machineRows(table);
  const { machines } = rows;
  const failed = storageFailure("Machines of an import");

  /** Rows that this import wrote before a crash are left as they are. */
  const createOne = async (machine: StoredMachine): Promise<void> => {
    const there = await machines.find(machineKey(machine));
    if (there && there.value.staged?.importId === machine.staged?.importId) return;
    await table
      .submitTransaction(creationOf(rows, machine))
      .catch((error) => (hasStatus(error, 409) ? taken(machine) : storageFailure(nameOf(machine))(error)));
  };
  const removeSome = (some: readonly StoredMachine[]) =>
    table.submitTransaction(some.flatMap((machine) => entitiesOf(rows, machine)).map((entity): TransactionAction => ["delete", entity]));
  /** Gives false when there is no such machine. */
  const rewrite = async (ref: MachineRef, change: RowChange): Promise<boolean> => {
    for (let tries = 1; ; tries++) {
      const found = await machines.find(machineKey(ref));
      const next = found && (await change(found.value));
      if (!found || !next) return found !== undefined;
      try {
        await machines.replace(next, found.etag);
        return true;
      } catch (error) {
        if (!hasCode(error, "Conflict") || tries === MOST_TRIES) throw error;
      }
    }
  };
  const rewriteGroup = async (group: readonly Rewritten[], change: RowChange): Promise<void> => {
    const actions = group.map(({ entity, etag }): TransactionAction => ["update", entity, "Replace", { etag }]);
    await table.submitTransaction(actions).catch(async (error) => {
      if (!hasStatus(error, 412) && !isAbsent(error)) return failed(error);
      for (const { machine } of group) await rewrite(machine, change);
    });
  };
  return {
    rewrite,
    async create(created: readonly StoredMachine[]): Promise<void> {
      const made = created.map((machine) => ({ machine, entities: entitiesOf(rows, machine) }));
      await inParallel(
        inTransactions(made, ({ entities }) => entities),
        AT_ONCE,
        async (group) => {
          const actions = group.flatMap(({ entities }) => entities.map((entity): TransactionAction => ["create", entity]));
          await table.submitTransaction(actions).catch(async (error) => {
            if (!hasStatus(error, 409)) return failed(error);
            for (const { machine } of group) await createOne(machine);
          });
        },
      );
    },
    async rewriteAll(found: readonly Versioned<StoredMachine>[], change: RowChange): Promise<void> {
      const rewritten: Rewritten[] = [];
      for (const { value, etag } of found) {
        const next = await change(value);
        if (next) rewritten.push({ machine: value, etag, entity: machines.toEntity(next) });
      }
      const groups = inTransactions(rewritten, ({ entity }) => [entity]);
      await inParallel(groups, AT_ONCE, (group) => rewriteGroup(group, change));
    },
    /** Those that are gone already count as removed. */
    async remove(found: readonly StoredMachine[]): Promise<void> {
      const groups = inTransactions(found, (machine) => entitiesOf(rows, machine));
      await inParallel(groups, AT_ONCE, async (group) => {
        await removeSome(group).catch(async (error) => {
          if (!isAbsent(error)) return failed(error);
          for (const machine of group) await removeSome([machine]).catch((e) => (isAbsent(e) ? undefined : failed(e)));
        });
      });
    },
  };
}

function taken(machine: StoredMachine): never {
  throw new FleetError("Conflict", `${nameOf(machine)} was added while the inventory was imported; import again`);
}
