import base from "./scripts/base.ps1";
import library from "./scripts/library.ps1";
import serve from "./scripts/serve.ps1";
import slot from "./scripts/slot.ps1";
import supervise from "./scripts/supervise.ps1";
import boot from "./scripts/system/boot.ps1";
import protect from "./scripts/system/protect.ps1";
import task from "./scripts/system/task.ps1";
import token from "./scripts/system/token.ps1";

/** What only Windows itself has: one text each for the session's token, closed folders, the time of the start, and the Task Scheduler. */
export type SystemTexts = Readonly<{ token: string; protect: string; boot: string; task: string }>;

export const WINDOWS: SystemTexts = { token, protect, boot, task };

/** What a session reads first, and what supervises a detached run. */
export type HostTexts = Readonly<{ session: string; supervisor: string }>;

export function hostTexts(system: SystemTexts): HostTexts {
  const shared = [library, system.protect, system.boot, system.task, base, slot];
  return { session: [...shared, system.token, serve].join("\n"), supervisor: [...shared, supervise].join("\n") };
}
