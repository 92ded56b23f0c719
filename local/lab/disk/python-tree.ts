import { readdir, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { FleetError } from "../../../lib/core/errors.js";
import { runLocal } from "../run-local.js";

/** The distribution's python3: what needs libraries of its own, and what brings the rest into a tree. */
export type PythonTree = Readonly<{ programs: readonly string[]; copyTo(root: string): Promise<void> }>;

const PYTHON = "/usr/bin/python3";

/** Finds the python3 of the distribution, not one of a version manager. Errors: InvalidSettings when it is missing. */
export async function findPython(): Promise<PythonTree> {
  const version = await readlink(PYTHON).catch(() => null); // a link to python3.<minor> on every distribution of now
  if (version === null || !/^python3\.\d+$/.test(version))
    throw new FleetError("InvalidSettings", `Lab machines with python need ${PYTHON} as a link to python3.<minor>; install python3`);
  const library = `/usr/lib/${version}`;
  const modules = (await readdir(`${library}/lib-dynload`).catch(() => [])).map((name) => `${library}/lib-dynload/${name}`);
  return {
    programs: [`/usr/bin/${version}`, ...modules],
    copyTo: async (root) => {
      // With the times of the files, by which python knows whether what it compiled is still right.
      const { exitCode, stderr } = await runLocal(["cp", "-a", library, join(root, "usr/lib/")]);
      if (exitCode !== 0) throw new FleetError("Internal", `python's library could not be copied: ${stderr.trim()}`);
      await symlink(version, join(root, PYTHON));
    },
  };
}
