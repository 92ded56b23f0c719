import { type Destinations, destinations } from "../core/destinations.js";
import type { ConnectMachine } from "./machine.js";
import { posixMachine } from "./posix/posix-machine.js";
import { connectSsh } from "./ssh/connect-ssh.js";

/** Connects over SSH to a machine that speaks POSIX sh. Errors: see `connectSsh`; root is asked for when it is first needed. */
export const connectMachine = (allowed: Destinations): ConnectMachine => createConnect({ baseDir: "/var/lib/mobility-fleet", allowed });

/** `baseDir` is root's folder on the machine. */
export function createConnect({ baseDir, allowed = LOOPBACK_TOO }: Readonly<{ baseDir: string; allowed?: Destinations }>): ConnectMachine {
  return async (target, signal) => posixMachine(await connectSsh(target, allowed, signal), target, baseDir);
}

const LOOPBACK_TOO = destinations(["127.0.0.0/8", "::1"]);
