import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseInstallerName } from "../../lib/agents/installers/installer-name.js";
import { FleetError } from "../../lib/core/errors.js";

export type FoundFile = Readonly<{ path: string; fileName: string; problem?: string }>;

/** The files of a folder that begin as an installer's name does, by name; those with a wrong name have a `problem`. Throws InvalidParameter. */
export async function findInstallers(folder: string): Promise<readonly FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause) => {
    throw new FleetError("InvalidParameter", `The folder ${folder} cannot be read: ${cause.message}`, { cause });
  });
  const names = entries.filter((entry) => entry.isFile() && /^Microsoft-ASR_UA/i.test(entry.name)).map(({ name }) => name);
  if (names.length === 0)
    throw new FleetError(
      "InvalidParameter",
      `${folder} has no installer; expected files such as Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_….tar.gz`,
    );
  return names.toSorted().map((fileName) => ({ path: join(folder, fileName), fileName, ...problemOf(fileName) }));
}

function problemOf(fileName: string): { problem?: string } {
  try {
    parseInstallerName(fileName);
    return {};
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
