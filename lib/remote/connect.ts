import type { ConnectMachine } from "./machine.js";
import { posixMachine } from "./posix/posix-machine.js";
import { connectSsh } from "./ssh/connect-ssh.js";

/** Connects over SSH to a machine that speaks POSIX sh. Errors: see `connectSsh`; root is asked for when it is first needed. */
export const connectMachine: ConnectMachine = createConnect({ baseDir: "/var/lib/mobility-fleet" });

/** `baseDir` is root's folder on the machine. */
export function createConnect({ baseDir }: Readonly<{ baseDir: string }>): ConnectMachine {
  return async (target, signal) => posixMachine(await connectSsh(target, signal), target, baseDir);
}
