import { type Destinations, destinations } from "../core/destinations.js";
import { dial } from "./dial.js";
import type { ConnectMachine, MachineTarget } from "./machine.js";
import { posixMachine } from "./posix/posix-machine.js";
import { connectSsh } from "./ssh/connect-ssh.js";
import { throughJumpHost } from "./ssh/jump.js";
import type { Transport } from "./transport.js";
import { windowsMachine } from "./windows/windows-machine.js";
import { connectWinrm } from "./winrm/connect-winrm.js";

/** Connects over SSH or WinRM, and speaks what the machine understands. Errors: see `connectSsh` and `connectWinrm`; root's or an administrator's rights are asked for when they are first needed. */
export const connectMachine = (allowed: Destinations): ConnectMachine => createConnect({ baseDir: "/var/lib/mobility-fleet", allowed });

/** `baseDir` is root's folder on a machine that speaks POSIX sh, `windowsDir` the administrators' where it speaks PowerShell. */
export function createConnect({ baseDir, windowsDir = WINDOWS_DIR, allowed = LOOPBACK_TOO }: Places): ConnectMachine {
  return async (target, signal) => {
    const transport = await open(target, allowed, signal);
    const machine = target.speaks === "powershell" ? windowsMachine(transport, windowsDir) : posixMachine(transport, target, baseDir);
    return { ...machine, ...(transport.bytes && { bytes: transport.bytes }) };
  };
}

function open(target: MachineTarget, allowed: Destinations, signal?: AbortSignal): Promise<Transport> {
  const { transport = "Ssh", jump } = target;
  if (transport === "Ssh") return connectSsh(target, allowed, signal);
  return connectWinrm(target, async (over) => (jump ? throughJumpHost(jump, target, allowed, over) : dial(target, allowed)), signal);
}

type Places = Readonly<{ baseDir: string; windowsDir?: string; allowed?: Destinations }>;
const WINDOWS_DIR = "C:\\ProgramData\\MobilityFleet";

const LOOPBACK_TOO = destinations(["127.0.0.0/8", "::1"]);
