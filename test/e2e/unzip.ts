import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

/** Unpacks a zip into a folder, by another library than its writer's. */
export async function unzip(zip: Buffer) {
  const folder = await mkdtemp(join(tmpdir(), "fleet-zip-"));
  const files = Object.entries(unzipSync(zip));
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const names = files.map(([name]) => name);
  return { folder, names, read: (name: string) => readFileSync(join(folder, name)), remove: () => rm(folder, { recursive: true, force: true }) };
}
