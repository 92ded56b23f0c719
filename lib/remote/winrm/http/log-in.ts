import type { MachineTarget } from "../../machine.js";
import { authenticate, type NtlmAccount } from "../ntlm/authenticate.js";
import { channelBindings } from "../ntlm/channel-bindings.js";
import { type Challenge, negotiateMessage, readChallenge } from "../ntlm/messages.js";
import type { Seal } from "../ntlm/seal.js";
import { credentialUnusable, loginRefused, notTheServer, unreachable } from "../winrm-errors.js";
import type { HttpAnswer, HttpConnection } from "./exchange.js";
import type { WinrmSocket } from "./open-socket.js";

/** What a connection is spoken to with after its login: a header on each request, or a seal around it, or nothing. */
export type Login = Readonly<{ authorization?: string; seal?: Seal }>;

export type LoginPlace = Readonly<{
  target: MachineTarget;
  connection: HttpConnection;
  certificate: WinrmSocket["certificate"];
  signal: AbortSignal;
}>;

/**
 * By NTLM where the server takes it; by Basic only over TLS, where it takes no NTLM, and for an account of the machine itself. A password that was
 * refused is not tried the other way. Errors: LoginRefused, CredentialUnusable, MachineUnreachable, CommandFailed.
 */
export async function logIn(place: LoginPlace): Promise<Login> {
  const { target, connection, certificate, signal } = place;
  const account = accountOf(target);
  const ask = (authorization: string) =>
    connection
      .post({ headers: { Authorization: authorization }, body: Buffer.alloc(0), timeoutMs: target.connectTimeoutMs, signal })
      .catch((error: unknown) => {
        throw signal.aborted ? signal.reason : unreachable(target, error instanceof Error ? error.message : String(error), error);
      });
  const negotiated = negotiateMessage();
  const first = await ask(`Negotiate ${negotiated.toString("base64")}`);
  const challenge = challengeIn(target, first);
  if (!challenge) return basic(target, account, first);
  const bound = certificate && channelBindings(certificate.der);
  const { message, seal } = await authenticate({ account, negotiated, challenge, channelBindings: bound });
  const last = await ask(`Negotiate ${message.toString("base64")}`);
  if (last.status === 401) throw loginRefused(target);
  if (last.status >= 400) throw notWinrm(target, last.status);
  return certificate ? {} : { seal };
}

/** A password alone logs in; keys are SSH's. Errors: CredentialUnusable. */
export function accountOf(target: MachineTarget): NtlmAccount {
  const { password, userName } = target;
  if (!password)
    throw credentialUnusable(
      target,
      `the account of ${userName} has no password, and WinRM takes no private key. Nothing was sent`,
      "Give the account its password, or reach the machine over SSH.",
    );
  const [, domain = "", user = userName] = /^([^\\]*)\\(.+)$/.exec(userName) ?? [];
  return { user, domain: domain === "." ? "" : domain, password };
}

const LONGEST_CHALLENGE = 8_192;

function challengeIn(target: MachineTarget, { status, challenges }: HttpAnswer): Challenge | undefined {
  if (status !== 401) throw notWinrm(target, status);
  const [, token] = challenges.map((line) => /^(?:Negotiate|NTLM) ([A-Za-z0-9+/=]+)$/i.exec(line)).find(Boolean) ?? [];
  if (token === undefined || token.length > LONGEST_CHALLENGE) return undefined;
  try {
    return readChallenge(Buffer.from(token, "base64"));
  } catch (error) {
    throw notTheServer(target, error instanceof RangeError ? error.message : "it sends nonsense as a challenge", error);
  }
}

function basic(target: MachineTarget, { user, domain, password }: NtlmAccount, { challenges }: HttpAnswer): Login {
  const offers = challenges.some((line) => /^Basic\b/i.test(line));
  const isLocal = domain === "" && !user.includes("@");
  if (offers && isLocal && target.transport === "WinRmHttps")
    return { authorization: `Basic ${Buffer.from(`${user}:${password.reveal()}`, "utf8").toString("base64")}` };
  throw credentialUnusable(
    target,
    `it takes no login by NTLM${offers ? ", and Basic only where a pinned certificate proves the machine and the account is the machine's own" : ""}. The password was not sent`,
    'Let the service take NTLM: winrm set winrm/config/service/auth @{Negotiate="true"}. Kerberos is not spoken.',
  );
}

const notWinrm = (target: MachineTarget, status: number) =>
  unreachable(target, status === 404 ? "a web server answers there that is no WinRM" : `it answered the login with HTTP ${status}`);
