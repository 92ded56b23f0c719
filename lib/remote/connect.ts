import { type Destinations, destinations } from "../core/destinations.js";
import type { ConnectMachine } from "./machine.js";
import { posixMachine } from "./posix/posix-machine.js";
import { connectSsh } from "./ssh/connect-ssh.js";
import { windowsMachine } from "./windows/windows-machine.js";

/** Connects over SSH, and speaks what the machine understands. Errors: see `connectSsh`; root's or an administrator's rights are asked for when they are first needed. */
export const connectMachine = (allowed: Destinations): ConnectMachine => createConnect({ baseDir: "/var/lib/mobility-fleet", allowed });

/** `baseDir` is root's folder on a machine that speaks POSIX sh, `windowsDir` the administrators' where it speaks PowerShell. */
export function createConnect({ baseDir, windowsDir = WINDOWS_DIR, allowed = LOOPBACK_TOO }: Places): ConnectMachine {
  return async (target, signal) => {
    const transport = await connectSsh(target, allowed, signal);
    const machine = target.speaks === "powershell" ? windowsMachine(transport, windowsDir) : posixMachine(transport, target, baseDir);
    return { ...machine, ...(transport.bytes && { bytes: transport.bytes }) };
  };
}

type Places = Readonly<{ baseDir: string; windowsDir?: string; allowed?: Destinations }>;
const WINDOWS_DIR = "C:\\ProgramData\\MobilityFleet";

const LOOPBACK_TOO = destinations(["127.0.0.0/8", "::1"]);
