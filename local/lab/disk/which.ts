import { access, constants, stat } from "node:fs/promises";
import { join } from "node:path";

/** The full path of a program on this machine, null when there is none that can be executed: a name in a folder may be a device, or nobody's to run. */
export async function which(name: string): Promise<string | null> {
  for (const folder of [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin", "/usr/bin", "/bin"]) {
    if (folder && (await isProgram(join(folder, name)))) return join(folder, name);
  }
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null); // absent
  if (!facts?.isFile() || facts.size === 0) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
