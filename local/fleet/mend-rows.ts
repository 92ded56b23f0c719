import { foreignLine } from "../../lib/core/foreign-text.js";
import type { StorageClients } from "../../lib/store/clients.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import { findUnreadable, mendRow, setRowAside, type UnreadableRow } from "../../lib/store/mend-rows.js";
import type { Command } from "./command.js";
import { readWords } from "./words.js";

const usage = "mend-rows [--write] [--set-aside]";
const flag = { type: "boolean", default: false } as const;

/** Shows the rows that cannot be read. Gives 1 while any is left. Safe to repeat, and while the service runs. */
export const mendRows: Command = {
  usage,
  does: "shows rows of storage that cannot be read; --write mends those that can be, --set-aside moves the others out of the way",
  run: async ({ storage: open, say }, words) => {
    const { values } = readWords(words, { options: { write: flag, "set-aside": flag }, places: [], usage });
    const { clients } = await open();
    await ensureStorage(clients);
    let [found, left] = [0, 0];
    for await (const row of findUnreadable(clients)) {
      found++;
      const outcome = await treat(clients, row, { write: values.write, setAside: values["set-aside"] });
      if (!outcome.done) left++;
      say(`${row.table}  ${foreignLine(`${row.partitionKey}  ${row.rowKey}`, 500)}\n    ${foreignLine(row.reason, 500)}\n    ${outcome.words}`);
    }
    say(found === 0 ? "Every row can be read." : `${found} rows cannot be read, of which ${found - left} are out of the way now.`);
    return left > 0 ? 1 : 0;
  },
};

type Wish = Readonly<{ write: boolean; setAside: boolean }>;
type Outcome = Readonly<{ done: boolean; words: string }>;

async function treat(clients: StorageClients, row: UnreadableRow, { write, setAside }: Wish): Promise<Outcome> {
  switch (row.kind) {
    case "newer":
      return { done: false, words: "left alone: a newer release wrote it, and reads it" };
    case "mendable":
      if (!write) return { done: false, words: "can be mended, by leaving out what is damaged: --write" };
      return (await mendRow(clients, row)) ? { done: true, words: "mended" } : CHANGED;
    case "lost": {
      if (!setAside) return { done: false, words: "cannot be mended; --set-aside keeps it as a blob and removes it from the table" };
      const name = await setRowAside(clients, row);
      return name === undefined ? CHANGED : { done: true, words: `set aside as ${name}` };
    }
  }
}

const CHANGED: Outcome = { done: false, words: "was written by somebody else meanwhile; run this again" };
