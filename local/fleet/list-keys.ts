import { systemClock } from "../../lib/core/clock.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import { storage } from "../../lib/store/storage.js";
import type { Command } from "./command.js";
import { readWords } from "./words.js";

const usage = "list-keys";

/** A line a key, oldest first; the keys themselves are kept nowhere. */
export const listKeys: Command = {
  usage,
  does: "lists the fleet keys: id, scope, label, made, good until",
  run: async ({ storage: open, say }, words) => {
    readWords(words, { options: {}, places: [], usage });
    const { clients } = await open();
    await ensureStorage(clients);
    const keys = (await storage(clients, systemClock).keys.list()).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    const now = systemClock.now().toISOString();
    for (const { id, scope, label, createdAt, expiresAt } of keys) {
      const end = expiresAt === undefined ? "no end" : `${expiresAt <= now ? "ended" : "until"} ${expiresAt.slice(0, 10)}`;
      say(`${id}  ${scope.padEnd(13)}  made ${createdAt.slice(0, 10)}  ${end.padEnd(16)}  ${label}`);
    }
    if (keys.length === 0) say("There is no key. npm run fleet -- new-key makes one.");
    return 0;
  },
};
