import { FleetError } from "../../core/errors.js";
import type { SshTarget } from "../machine.js";
import { dialFailure } from "./dial.js";

/** What ssh2 adds to its errors: where it failed, or the reason number of the server's disconnect message. */
export type SshError = Error & Readonly<{ level?: string; code?: string | number }>;

/** Words an error that came before the login was done. Only what may pass by itself is retryable: a refusal never is. */
export function connectError(target: SshTarget, cause: SshError): FleetError {
  if (cause.level === "client-authentication" || cause.code === NO_MORE_AUTH_METHODS || /too many authentication/i.test(cause.message)) {
    return loginRefused(target, cause);
  }
  if (/no matching /.test(cause.message)) return unsupportedAlgorithms(target, cause);
  return unreachable(target, cause);
}

const NO_MORE_AUTH_METHODS = 14; // RFC 4253, 11.1

function loginRefused({ address, userName, privateKey, password }: SshTarget, cause: SshError): FleetError {
  const tried = [privateKey && "the private key", password && "the password"].filter(Boolean).join(" and ");
  return new FleetError("LoginRefused", `${address} refused the login of ${userName}: it did not accept ${tried}.`, {
    target: address,
    possibleCauses: "Wrong user name or credential, an expired or locked account, or sshd does not allow this user or this way to log in.",
    recommendedAction: "Log in by hand with the same account; then correct the account with its right credential. Until then nobody tries again.",
    cause,
  });
}

function unsupportedAlgorithms({ address, legacySsh }: SshTarget, cause: SshError): FleetError {
  const what = cause.message.replace(/^Handshake failed: /, "");
  return new FleetError("UnsupportedSshAlgorithms", `${address} and we have no SSH algorithm in common: ${what}.`, {
    target: address,
    possibleCauses: legacySsh
      ? "The server is older than OpenSSH 4.3, or restricted to algorithms that we do not have."
      : "An old server (RHEL 6 has OpenSSH 5.3).",
    recommendedAction: legacySsh ? "Allow one of our algorithms in its sshd_config." : "Update the server, or allow legacy SSH for this machine.",
    cause,
  });
}

function unreachable({ address, port, connectTimeoutMs }: SshTarget, cause: SshError): FleetError {
  const seconds = connectTimeoutMs / 1000;
  const why = cause.level === "client-timeout" ? `no answer to log in within ${seconds} seconds` : dialFailure(cause);
  return new FleetError("MachineUnreachable", `Cannot connect to ${address} port ${port}: ${why}.`, {
    retryable: cause.level !== "handshake",
    target: address,
    possibleCauses: "The machine is off or restarting, its name or address is wrong, a firewall is between, or sshd does not run there.",
    recommendedAction: `Check that port ${port} of ${address} can be reached from here and that an SSH server answers.`,
    cause,
  });
}
