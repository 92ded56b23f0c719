import { FleetError } from "../../core/errors.js";
import type { MachineTarget } from "../machine.js";
import { itSaid, said } from "../said.js";
import type { WsmanFault } from "./soap/fault.js";

type Named = Pick<MachineTarget, "address" | "port" | "userName">;

/** Nobody answers there, or what does is no WinRM. */
export const unreachable = ({ address, port }: Named, why: string, cause?: unknown): FleetError =>
  new FleetError("MachineUnreachable", `Cannot connect to WinRM of ${address} port ${port}: ${said(why)}.`, {
    retryable: true,
    target: address,
    possibleCauses:
      "The machine is off, starting or going down, its name or address is wrong, a firewall is between, or WinRM has no listener there.",
    recommendedAction: `Check that port ${port} of ${address} can be reached from here; on the machine \`winrm enumerate winrm/config/listener\` shows its listeners.`,
    cause,
  });

/** It answers, and speaks a TLS that we do not unless it is allowed. */
export const tlsTooOld = ({ address, port, legacySsh }: Named & Pick<MachineTarget, "legacySsh">, cause: Error): FleetError =>
  new FleetError("MachineUnreachable", `WinRM of ${address} port ${port} and we have no version of TLS in common: ${said(cause.message)}.`, {
    target: address,
    possibleCauses: legacySsh
      ? "The server is restricted to what is older than TLS 1.0, or newer than 1.3."
      : "An old server: Windows Server 2008 R2 and 2012 have TLS 1.0 alone where TLS 1.2 was not switched on.",
    recommendedAction: legacySsh
      ? "Switch TLS 1.2 on (the keys below HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols), and restart the machine."
      : "Switch TLS 1.2 on (the keys below HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols; on 2008 R2 with KB3080079 first) and restart the machine, or allow old algorithms for it (LegacySsh): its certificate is pinned all the same.",
    cause,
  });

export const loginRefused = ({ address, userName }: Named): FleetError =>
  new FleetError("LoginRefused", `WinRM of ${address} refused the login of ${userName}: it did not accept the password.`, {
    target: address,
    possibleCauses: "Wrong user name or password, an expired or locked account, or an account that may not log on over the network.",
    recommendedAction: "Log in by hand with the same account; then correct the account with its right credential. Until then nobody tries again.",
  });

/** Nothing was refused: what the account has does not fit. */
export const credentialUnusable = ({ address }: Named, why: string, recommendedAction: string): FleetError =>
  new FleetError("CredentialUnusable", `Cannot log in to WinRM of ${address}: ${why}.`, { target: address, recommendedAction });

/** Somebody answers whom we cannot believe. */
export const notTheServer = ({ address }: Named, why: string, cause?: unknown): FleetError =>
  new FleetError("CommandFailed", `What answers for WinRM of ${address} is not to be believed: ${said(why)}. The connection was ended.`, {
    target: address,
    possibleCauses: "Something between here and the machine changes what goes over the line, or another program than WinRM answers there.",
    recommendedAction: "Find out what answers on the port; prefer HTTPS (WinRmHttps), whose certificate is pinned.",
    cause,
  });

/** What the service said instead of doing what it was asked. */
export function faulted({ address, userName }: Named, doing: string, { code, message, isQuota }: WsmanFault): FleetError {
  if (isQuota)
    return new FleetError("ConnectionLost", `WinRM of ${address} opens no more for ${userName}: ${message}`, {
      retryable: true,
      target: address,
      possibleCauses:
        "The account has as many shells or processes as its quota allows (MaxShellsPerUser, MaxProcessesPerShell); those that nobody uses end by themselves.",
      recommendedAction: 'Nothing, when it passes; else raise the quota: winrm set winrm/config/winrs @{MaxShellsPerUser="30"}.',
    });
  return new FleetError(
    "CommandFailed",
    `WinRM of ${address} did not do what it was asked (${doing}), and gave the number ${code}.${itSaid(message)}`,
    {
      target: address,
      recommendedAction: "Correct on the machine what the message names, then run the job again.",
    },
  );
}

export const mayNotUse = ({ address, userName }: Named): FleetError =>
  new FleetError("RootRequired", `WinRM of ${address} let ${userName} log in, but not use it`, {
    target: address,
    possibleCauses:
      "The account is no administrator of the machine, or a local one whose rights are taken away over the network (LocalAccountTokenFilterPolicy is not 1).",
    recommendedAction:
      "Use a domain account that is an administrator, or the built-in Administrator; or run on the machine: reg add HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System /v LocalAccountTokenFilterPolicy /t REG_DWORD /d 1 /f",
  });
