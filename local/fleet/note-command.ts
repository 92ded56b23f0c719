import { hostname, userInfo } from "node:os";
import type { CallStore } from "../../lib/audit/call.js";
import { shownParameters } from "../../lib/audit/shown-parameters.js";
import { systemClock } from "../../lib/core/clock.js";
import { uuidv7 } from "../../lib/core/ids.js";

type Command = Readonly<{ operation: string; parameters: Readonly<Record<string, unknown>> }>;

/** Puts a command that changes who may call on record, before the change: who runs it is who the system says. */
export async function noteCommand(calls: CallStore, { operation, parameters }: Command): Promise<void> {
  const now = systemClock.now();
  const shown = shownParameters({ ...parameters, user: userName(), host: hostname() });
  await calls.add({ name: uuidv7(now), time: now.toISOString(), caller: "npm run fleet", operation, parameters: shown });
}

/** A user without an entry in the system's list has none. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
