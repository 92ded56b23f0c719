import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** Where winsh.exe writes the whole exit code of one command; `take` gives it, or null when the command was killed before. */
export function newCode(drive: string): Readonly<{ path: string; take(): Promise<number | null> }> {
  const name = `code-${randomUUID()}`;
  return {
    path: `C:\\lab\\${name}`,
    take: async () => {
      const text = await readFile(join(drive, "lab", name), "utf8").catch(() => null); // killed, or the machine is gone
      await rm(join(drive, "lab", name), { force: true }).catch(() => {});
      return text === null ? null : Number(text);
    },
  };
}
