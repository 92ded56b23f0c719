import { access, constants, stat } from "node:fs/promises";
import { join } from "node:path";

/** PATH with the folders of root's programs, which an ordinary user's lacks: chroot lies in one of them. */
export const searchPath = (): string => [process.env.PATH, "/usr/sbin", "/sbin", "/usr/bin", "/bin"].filter(Boolean).join(":");

/** The full path of a program on this machine, null when there is none that can be executed: a name in a folder may be a device, or nobody's to run. */
export async function which(name: string): Promise<string | null> {
  for (const folder of searchPath().split(":")) {
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
