import { rm } from "node:fs/promises";
import { FleetError } from "../../../../lib/core/errors.js";
import { runLocal } from "../../run-local.js";
import inLayersScript from "./in-layers.sh";

/** Runs sh text as root over layers, in namespaces of its own; what it changes lands in `upper`. Gives what it printed. Errors: CommandFailed. */
export async function inLayers(layers: readonly string[], upper: string, script: string, input: string | Uint8Array = ""): Promise<string> {
  const unshare = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child"];
  const inside = ["sh", "-c", inLayersScript, "in-layers", layers.join(":"), upper, "/bin/sh", "-euc", script];
  try {
    return await must(["nice", "-n", "10", ...unshare, ...inside], input);
  } finally {
    for (const name of ["work", "root"]) await rm(`${upper}.${name}`, { recursive: true, force: true });
  }
}

/** Runs a program of this machine; gives what it printed. Errors: CommandFailed with its last words. */
export async function must(command: readonly string[], input: string | Uint8Array = ""): Promise<string> {
  const { exitCode, stdout, stderr } = await runLocal(command, input);
  if (exitCode === 0) return stdout;
  throw new FleetError("CommandFailed", `${command[0]} for the Windows tree ended with ${exitCode}: ${`${stdout}\n${stderr}`.trim().slice(-1500)}`);
}
