import { systemClock } from "../../lib/core/clock.js";
import { FleetError } from "../../lib/core/errors.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import { storage } from "../../lib/store/storage.js";
import type { Command } from "./command.js";
import { noteCommand } from "./note-command.js";
import { readWords } from "./words.js";

const usage = "remove-key <id>";

/** The key is refused from the next call on. */
export const removeKey: Command = {
  usage,
  does: "removes a fleet key; list-keys shows the ids",
  run: async ({ storage: open, say }, words) => {
    const [id = ""] = readWords(words, { options: {}, places: ["id"], usage }).positionals;
    if (id.startsWith("mf_"))
      throw new FleetError("InvalidParameter", "Give the id of the key, not the key itself: npm run fleet -- list-keys shows it");
    const { clients } = await open();
    await ensureStorage(clients);
    const { keys, calls } = storage(clients, systemClock);
    const known = await keys.find(id);
    if (!known) throw new FleetError("ResourceNotFound", `There is no key with the id "${id}"; npm run fleet -- list-keys shows them all`);
    await noteCommand(calls, { operation: "remove-key", parameters: { id, label: known.label, scope: known.scope } });
    await keys.remove(id);
    say(`The key ${id} ("${known.label}", ${known.scope}) is removed; calls with it are refused from now on.`);
    return 0;
  },
};
