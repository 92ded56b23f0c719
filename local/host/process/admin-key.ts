import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A key of the host's own routes, as Azure's master key is: 32 random bytes as text. */
export const newAdminKey = (): string => randomBytes(32).toString("base64url");

/** The key that a folder keeps in `.fleet/admin-key`, readable by its owner alone; made when there is none. */
export async function keptAdminKey(appDir: string): Promise<string> {
  const dir = join(appDir, ".fleet");
  const file = join(dir, "admin-key");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeFile(file, newAdminKey(), { mode: 0o600, flag: "wx" }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readFile(file, "utf8")).trim();
}
