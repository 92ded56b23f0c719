import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FleetError } from "../../../lib/core/errors.js";

/** Waits until a starting machine has written the number of its first process into its folder. Errors: Internal with what the start printed. */
export async function firstProcess(folder: string, hasEnded: () => boolean): Promise<number> {
  for (const deadline = Date.now() + 30_000; ; await sleep(5)) {
    const pid = await readFile(join(folder, "init.pid"), "utf8").catch(() => null); // not written yet
    if (pid) return Number(pid);
    if (!hasEnded() && Date.now() < deadline) continue;
    throw new FleetError("Internal", `A lab machine did not start: ${(await readFile(join(folder, "log"), "utf8")).slice(-2000)}`);
  }
}
