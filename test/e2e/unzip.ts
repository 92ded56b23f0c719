import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Unpacks a zip into a folder, by Python's own reader, which is another one's than the writer. */
export async function unzip(zip: Buffer) {
  const dir = await mkdtemp(join(tmpdir(), "fleet-zip-"));
  await writeFile(join(dir, "file.zip"), zip);
  const program = "import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); z.extractall(sys.argv[2]); print(json.dumps(z.namelist()))";
  const folder = join(dir, "content");
  const names = JSON.parse(execFileSync("python3", ["-c", program, join(dir, "file.zip"), folder], { encoding: "utf8" })) as string[]; // what the program printed
  return { folder, names, read: (name: string) => readFileSync(join(folder, name)), remove: () => rm(dir, { recursive: true, force: true }) };
}
