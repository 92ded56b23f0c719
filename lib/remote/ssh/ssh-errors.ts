import { DestinationDenied } from "../../core/destinations.js";
import { FleetError } from "../../core/errors.js";
import { dialFailure } from "../dial.js";
import type { SshTarget } from "../machine.js";
import { itSaid, said } from "../said.js";
import { loginFailure } from "./login/login-failure.js";
import type { LoginTalk } from "./login/login-talk.js";
import { noCommonAlgorithm } from "./no-common-algorithm.js";
import type { OfferedAlgorithms } from "./offered-algorithms.js";

/** What ssh2 adds to its errors: where it failed, or the reason number of the server's disconnect message. */
export type SshError = Error & Readonly<{ level?: string; code?: string | number }>;

/** What the server said and offered until then. */
export type Heard = Readonly<{ talk: LoginTalk; offered(): OfferedAlgorithms | undefined }>;

/** Words an error that came before the login was done. Only what may pass by itself is retryable; only a verdict on a credential is a refused login. */
export function connectError(target: SshTarget, cause: SshError, { talk, offered }: Heard): FleetError {
  if (cause instanceof DestinationDenied) return cause;
  if (cause.level === "client-authentication" || cause.code === NO_MORE_AUTH_METHODS || /too many authentication/i.test(cause.message))
    return loginFailure(target, cause, talk);
  if (/no matching /.test(cause.message)) return noCommonAlgorithm(target, cause, offered());
  return unreachable(target, cause, talk);
}

const NO_MORE_AUTH_METHODS = 14; // RFC 4253, 11.1

function unreachable(target: SshTarget, cause: SshError, talk: LoginTalk): FleetError {
  const { address, port, connectTimeoutMs, password } = target;
  const seconds = connectTimeoutMs / 1000;
  const why = cause.level === "client-timeout" ? `no answer to log in within ${seconds} seconds` : dialFailure(cause);
  return new FleetError(
    "MachineUnreachable",
    `Cannot connect to ${address} port ${port}: ${said(why, [password])}.${itSaid(talk.words(), [password])}`,
    {
      retryable: cause.level !== "handshake",
      target: address,
      possibleCauses:
        "The machine is off, starting or going down, its name or address is wrong, a firewall is between, sshd does not run there, or it takes no more connections just now (nologin, MaxStartups, PerSourcePenalties).",
      recommendedAction: `Check that port ${port} of ${address} can be reached from here and that an SSH server answers.`,
      cause,
    },
  );
}
