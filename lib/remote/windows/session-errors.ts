import { FleetError } from "../../core/errors.js";
import { itSaid, said } from "../said.js";
import type { CommandExit, CommandResult, Printed } from "../transport.js";
import { connectionLost } from "../transport-errors.js";
import type { Heard } from "./open-session.js";
import type { ProvedSession } from "./proof.js";

/** Why no script was given to what the login started. Errors (thrown): ConnectionLost when it was cut off. */
export function notStarted(address: string, { exit, stdout, stderr }: Heard): FleetError {
  if (!exit) throw connectionLost(address, "PowerShell was to be started");
  const [, old] = /^mf-old ([\d.]{1,20})/m.exec(stdout) ?? [];
  if (old !== undefined) return oldPowerShell(address, old);
  if (/ language mode/.test(stderr)) return restricted(address);
  const ended = exit.exitCode === null ? "it was ended by us" : `it ended with ${exit.exitCode}`;
  return new FleetError("CommandFailed", `PowerShell did not start on ${address} (${ended}), so nothing was run.${itSaid(`${stderr}\n${stdout}`)}`, {
    target: address,
    possibleCauses:
      "PowerShell is missing, a policy (AppLocker, a group policy) forbids it, a profile ends it or prints without end, or the account may not log on.",
    recommendedAction: "Run `powershell.exe -NoProfile -NonInteractive -Command exit` on the machine as this account; it must end silently with 0.",
  });
}

const oldPowerShell = (address: string, version: string): FleetError =>
  new FleetError("ToolMissing", `${address} has PowerShell ${said(version)}; expected 3.0 or later. Nothing was run.`, {
    target: address,
    possibleCauses: "Windows Server 2008 R2 is delivered with PowerShell 2.0.",
    recommendedAction:
      "Install Windows Management Framework 5.1 (KB3191566, after .NET Framework 4.5.2) and restart the machine; or install the agent by the deployment package, whose scripts run on 2.0.",
  });

const restricted = (address: string): FleetError =>
  new FleetError("CommandFailed", `A policy on ${address} keeps PowerShell in a constrained language; expected FullLanguage. Nothing was run.`, {
    target: address,
    possibleCauses: "AppLocker or Windows Defender Application Control keeps the scripts of this account in the constrained language.",
    recommendedAction: "Exempt the account from that policy, or install the agent by the deployment package.",
  });

/** The account is no administrator in this session. */
export function rightsMissing(address: string, { token }: ProvedSession): FleetError | undefined {
  if (token === "full") return undefined;
  const filtered = token === "filtered";
  return new FleetError(
    "RootRequired",
    filtered
      ? `The account is an administrator of ${address}, but its session there has no administrator's rights`
      : `The account is no administrator of ${address}`,
    {
      target: address,
      possibleCauses: filtered
        ? "User Account Control takes the rights of local accounts away when they log in over the network (LocalAccountTokenFilterPolicy is not 1)."
        : "The account is not in the group Administrators of the machine.",
      recommendedAction: filtered
        ? "Use a domain account that is an administrator, the built-in Administrator, or OpenSSH; or run on the machine: reg add HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System /v LocalAccountTokenFilterPolicy /t REG_DWORD /d 1 /f"
        : "Add the account to the group Administrators of the machine, or use another account.",
    },
  );
}

/** A session that had proved itself ended before it began its first script. */
export const neverBegan = (address: string, exit: CommandExit | undefined): FleetError =>
  exit
    ? new FleetError("CommandFailed", `PowerShell ended with ${exit.exitCode} on ${address} before it began its script.`, { target: address })
    : connectionLost(address, "a command was to be started");

/** Statuses of Windows have 32 bits and no signals. Errors: ConnectionLost when there is none. */
export function resultOf(address: string, exit: CommandExit | undefined, { stdout, stderr, truncated }: Printed): CommandResult {
  if (typeof exit?.exitCode !== "number") throw connectionLost(address, "a command ran: it left no exit status");
  return { exitCode: exit.exitCode, stdout, stderr, truncated };
}
