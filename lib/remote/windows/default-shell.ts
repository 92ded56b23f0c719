import { randomBytes } from "node:crypto";
import { FleetError } from "../../core/errors.js";
import { said } from "../said.js";
import type { CommandResult, Transport } from "../transport.js";

/** What reads the lines of a login, and where Windows lies. */
export type DefaultShell = Readonly<{ kind: "cmd" | "PowerShell"; systemRoot: string }>;

/** A folder such as C:\Windows; without blanks, so that no quote is needed. */
const FOLDER = /^[A-Za-z]:(?:\\[\w.-]{1,64}){1,4}$/;

/**
 * Which shell the SSH server gives a line to (its DefaultShell), by one harmless line: each shell puts in place what is its own. Errors: CommandFailed
 * when it is neither cmd nor PowerShell; those of the transport.
 */
export async function findDefaultShell(transport: Transport, limits: Readonly<{ signal: AbortSignal }>): Promise<DefaultShell> {
  const mark = `mf-${randomBytes(6).toString("hex")}`;
  const answer = await transport.run(`echo ${mark},%SystemRoot%,$env:SystemRoot`, limits);
  const words = answer.stdout.slice(Math.max(0, answer.stdout.lastIndexOf(mark))).split(/[,\r\n]+/);
  const [heard, ofCmd = "", ofPowerShell = ""] = words.map((word) => word.trim());
  if (heard === mark && FOLDER.test(ofCmd)) return { kind: "cmd", systemRoot: ofCmd };
  if (heard === mark && FOLDER.test(ofPowerShell)) return { kind: "PowerShell", systemRoot: ofPowerShell };
  throw neither(transport.address, answer);
}

const neither = (address: string, { stdout, stderr, exitCode }: CommandResult): FleetError =>
  new FleetError(
    "CommandFailed",
    `On ${address} neither cmd nor PowerShell reads what the login is told (it ended with ${exitCode} and said "${said(`${stdout}\n${stderr}`)}"), so nothing was run.`,
    {
      target: address,
      possibleCauses:
        "The machine is no Windows, or its SSH server starts another shell (DefaultShell below HKLM\\SOFTWARE\\OpenSSH is bash, say), or a forced command.",
      recommendedAction:
        "Correct the machine's OSType; or set the shell back: Remove-ItemProperty -Path HKLM:\\SOFTWARE\\OpenSSH -Name DefaultShell, then Restart-Service sshd.",
    },
  );
