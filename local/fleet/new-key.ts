import { createAccessKey } from "../../lib/api/http/access-key-text.js";
import { systemClock } from "../../lib/core/clock.js";
import { Scope } from "../../lib/fleet/accounts/access-key.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import { storage } from "../../lib/store/storage.js";
import type { Command } from "./command.js";
import { noteCommand } from "./note-command.js";
import { readWords, wrong } from "./words.js";

const usage = "new-key --scope reader|operator|administrator --label <text> [--expires-days <number>]";
const text = { type: "string" } as const;

/** Prints the key once, on a line of its own; nothing else of it is kept than its hash. */
export const newKey: Command = {
  usage,
  does: "makes a fleet key and prints it once",
  run: async ({ storage: open, say }, words) => {
    const { values } = readWords(words, { options: { scope: text, label: text, "expires-days": text }, places: [], usage });
    const wanted = { scope: scopeOf(values.scope), label: labelOf(values.label), ...expiry(values["expires-days"]) };
    const { clients } = await open();
    await ensureStorage(clients);
    const { keys, calls } = storage(clients, systemClock);
    const parameters = { scope: wanted.scope, label: wanted.label, expires: wanted.expiresAt?.toISOString() };
    await noteCommand(calls, { operation: "new-key", parameters });
    const { key, stored } = await createAccessKey({ keys, clock: systemClock }, wanted);
    say(key.reveal());
    say(
      `\nKey ${stored.id} with the scope ${stored.scope} for "${stored.label}", ${stored.expiresAt ? `until ${stored.expiresAt}` : "without end"}.`,
    );
    say("It is shown this once. Callers send it as Authorization: Bearer <key>.");
    return 0;
  },
};

function scopeOf(given: string | undefined): Scope {
  const scope = Scope.safeParse(given);
  if (scope.success) return scope.data;
  throw wrong(`--scope must be ${Scope.options.join(", ")}, got ${given === undefined ? "nothing" : `"${given}"`}`, usage);
}

function labelOf(given: string | undefined): string {
  const label = given?.trim() ?? "";
  if (label.length >= 1 && label.length <= 200) return label;
  throw wrong("--label must say in 1 to 200 characters whose key it is; jobs show it as StartedBy", usage);
}

function expiry(days: string | undefined): { expiresAt?: Date } {
  if (days === undefined) return {};
  if (!/^\d{1,5}$/.test(days) || Number(days) === 0) throw wrong(`--expires-days must be 1 to 99999, got "${days}"`, usage);
  return { expiresAt: new Date(systemClock.now().getTime() + Number(days) * 86_400_000) };
}
