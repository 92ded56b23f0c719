import { createHash } from "node:crypto";
import type { DiskFile } from "../disk/disk-file.js";
import { which } from "../disk/which.js";
import type { LabAccount } from "../machine/spec.js";
import { runLocal } from "../run-local.js";
import type { StandIn } from "./stand-in.js";
import sudo from "./sudo.sh";

export const SUDO_STAND_IN: StandIn = {
  of: "sudo",
  is: "a program of the lab that asks for the password; the account itself may do all that root may",
};

/** A user whom nobody knows: sudo must get as far as saying so, which it does only where it may become root. */
const STRANGER = "--userspec=1000:1000";

/** Tries whether sudo of this machine can be used in a lab machine: it may be missing, not be a program, or lie where set-user-id counts for nothing. */
export async function sudoWorks(unshare: readonly string[], base: string): Promise<boolean> {
  const program = await which("sudo");
  if (!program) return false;
  const { exitCode, stderr } = await runLocal([...unshare, "chroot", STRANGER, base, program, "-n", "true"]);
  return exitCode !== 0 && /^sudo/.test(stderr) && !/effective uid|setuid|nosuid|owned by|no new privileges/i.test(stderr);
}

/** The stand-in in a machine's disk, and the account's rule, which it goes by. */
export function sudoFiles({ password = "", sudo: rule = "none" }: LabAccount): readonly DiskFile[] {
  const digest = createHash("sha256").update(password).digest("hex");
  return [
    { path: "/usr/bin/sudo", text: sudo, mode: 0o755 },
    { path: "/etc/lab/sudo", text: `${rule} ${digest}\n`, mode: 0o600 },
  ];
}
