import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { FleetError } from "../../../lib/core/errors.js";
import { messageOf } from "../process/host-log.js";

/** The files that package.json `main` of an app names (a path or a glob), absolute, in the order of their names. */
export async function entryPoints(appDir: string): Promise<string[]> {
  const pattern = await mainOf(join(appDir, "package.json"));
  const clean = pattern.replace(/^\.\//, "");
  if (!/[*?{[]/.test(clean)) return [join(appDir, clean)];
  const base = clean.slice(0, clean.search(/[^/]*[*?{[]/));
  const regex = globRegex(clean);
  const entries = await readdir(join(appDir, base), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = files.filter((file) => regex.test(file.slice(appDir.length + 1).replaceAll(sep, "/"))).sort();
  if (found.length === 0)
    throw new FleetError("InvalidSettings", `no file matches "main" of package.json, which is "${pattern}"; build the app first`);
  return found;
}

async function mainOf(path: string): Promise<string> {
  try {
    const { main } = JSON.parse(await readFile(path, "utf8"));
    if (typeof main === "string" && main !== "") return main;
  } catch (cause) {
    throw new FleetError("InvalidSettings", `${path} cannot be read as JSON: ${messageOf(cause)}`, { cause });
  }
  throw new FleetError("InvalidSettings", `${path} must name the app's entry file in "main"`);
}

const PIECES: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|" };

const globRegex = (glob: string): RegExp =>
  new RegExp(`^${glob.replace(/\*\*\/|\*\*|[*?{},]|[\\^$.+()|]/g, (piece) => PIECES[piece] ?? `\\${piece}`)}$`);
