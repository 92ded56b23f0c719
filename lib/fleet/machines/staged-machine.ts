import { z } from "zod";
import { changedMachine, MachineChange } from "./inventory.js";
import { Machine } from "./machine.js";

/** What an import that is not visible yet would make of a machine. `isNew`: without it there is no such machine. */
export const Staged = MachineChange.extend({ importId: z.string(), time: z.iso.datetime(), isNew: z.boolean() });
export type Staged = Readonly<z.infer<typeof Staged>>;

/** A machine's row: the machine, and what an import has put beside it. */
export const StoredMachine = Machine.extend({ staged: Staged.optional() });
export type StoredMachine = Readonly<z.infer<typeof StoredMachine>>;

/** The machine as everybody sees it: with what was staged once its import is committed, without before, and not at all when it is only staged. */
export function visibleMachine({ staged, ...machine }: StoredMachine, committed: ReadonlySet<string>): Machine | undefined {
  if (!staged) return machine;
  if (committed.has(staged.importId)) return changedMachine(machine, staged, staged.time);
  return staged.isNew ? undefined : machine;
}
