import type { Lab } from "../lab/lab.js";
import type { WindowsTree } from "../lab/windows/tree/layer.js";

/** What the machines of a lab are, in a few words. */
export function machinesIn({ mode, isolation }: Lab): string {
  if (isolation === "simulated") return SIMULATED;
  if (mode === "sshd") return "real OpenSSH servers in namespaces of their own";
  return `in-process SSH servers, with a real shell in ${isolation === "chroot" ? "a chroot" : "namespaces"} behind each`;
}

const SIMULATED = "SIMULATED machines, because no script can run as root in a place of its own here";

/** Names the stand-ins, in a line of their own; nothing where everything is the real one. */
export function standInLine({ standIns }: Lab): readonly string[] {
  return standIns.length === 0
    ? []
    : [`Stand-ins, because this place cannot give the real ones: ${standIns.map(({ of, is }) => `${of} (${is})`).join("; ")}.`];
}

/** Which machines have Windows, or why none has. */
export const windowsLine = (tree: WindowsTree | string): string =>
  typeof tree === "string"
    ? `None of them has Windows. ${tree}.`
    : "Two of them are Windows' programs on Wine with the real PowerShell 7: win-01 behind a stand-in of OpenSSH for Windows, win-02 behind one of WinRM.";
