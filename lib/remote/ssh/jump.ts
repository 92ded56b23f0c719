import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import { type Destinations, withoutBrackets } from "../../core/destinations.js";
import { dial } from "../dial.js";
import type { JumpTarget, SshTarget } from "../machine.js";
import { forwardFailure, jumpFailure, noForwardInTime } from "./jump-errors.js";
import { prepareLogin } from "./login/login-methods.js";
import { type OpenClient, openClient } from "./open-client.js";

/** One connection to a jump host, shared by all machines of this process behind it. `users` are the ways that are open or being opened. */
type SharedJump = { readonly opening: Promise<OpenClient>; users: number; idle?: NodeJS.Timeout };

const IDLE_MS = 5_000;
const shared = new Map<string, SharedJump>();

/**
 * A stream to the machine through its jump host, on the one connection that this process has to it: many logins at once would be more than
 * MaxStartups lets in. Errors: JumpHostUnreachable (its cause is LoginRefused when it refused the login), HostKeyMismatch, MachineUnreachable.
 */
export async function throughJumpHost(jump: JumpTarget, target: SshTarget, allowed: Destinations, signal?: AbortSignal): Promise<Duplex> {
  allowed.check(target.address); // a name is resolved by the jump host, in its own network
  const key = keyOf(jump);
  const entry = shared.get(key) ?? share(key, jump, allowed, target.connectTimeoutMs);
  take(entry);
  try {
    const jumpHost = await untilAborted(entry.opening, signal);
    const stream = await forward(jumpHost, jump, target, signal);
    stream.once("close", () => give(entry));
    return stream;
  } catch (error) {
    give(entry);
    throw error;
  }
}

function share(key: string, jump: JumpTarget, allowed: Destinations, connectTimeoutMs: number): SharedJump {
  const entry: SharedJump = { opening: open(jump, allowed, connectTimeoutMs), users: 0 };
  const forget = () => void (shared.get(key) === entry && shared.delete(key));
  shared.set(key, entry);
  entry.opening.then(({ lost }) => (lost.aborted ? forget() : lost.addEventListener("abort", forget)), forget);
  return entry;
}

async function open(jump: JumpTarget, allowed: Destinations, connectTimeoutMs: number): Promise<OpenClient> {
  const target: SshTarget = { ...jump, legacySsh: false, acceptUnknownHostKey: false, connectTimeoutMs };
  try {
    const login = await prepareLogin(target);
    return await openClient(login, dial(target, allowed));
  } catch (error) {
    throw jumpFailure(jump, error);
  }
}

function take(entry: SharedJump): void {
  entry.users += 1;
  clearTimeout(entry.idle);
}

function give(entry: SharedJump): void {
  entry.users -= 1;
  if (entry.users > 0) return;
  entry.idle = setTimeout(() => void closeIdle(entry), IDLE_MS).unref();
}

async function closeIdle(entry: SharedJump): Promise<void> {
  for (const [key, one] of shared) if (one === entry) shared.delete(key);
  const jumpHost = await entry.opening.catch(() => undefined); // whoever asked for it has had the error
  await jumpHost?.close();
}

/** ssh2 may never answer once the peer is gone or the machine swallows packets, so it is raced against all that can happen. */
function forward({ client, lost }: OpenClient, jump: JumpTarget, target: SshTarget, signal?: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const fail = (error: unknown) => {
      over.abort();
      reject(error);
    };
    const deadline = setTimeout(() => fail(noForwardInTime(jump, target)), target.connectTimeoutMs);
    const gone = () => fail(jumpFailure(jump, new Error("its connection was lost")));
    over.signal.addEventListener("abort", () => clearTimeout(deadline));
    lost.addEventListener("abort", gone, { signal: over.signal });
    signal?.addEventListener("abort", () => fail(signal.reason), { signal: over.signal });
    if (lost.aborted) return gone();
    client.forwardOut("127.0.0.1", 0, withoutBrackets(target.address), target.port, (error, stream) => {
      if (over.signal.aborted) return void stream?.destroy(); // opened too late
      if (error) return fail(forwardFailure(jump, target, error));
      over.abort();
      resolve(stream);
    });
  });
}

function untilAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Another address, key or credential is another connection. */
function keyOf({ address, port, userName, hostKeySha256, password, privateKey, privateKeyPassphrase }: JumpTarget): string {
  const credential = [password, privateKey, privateKeyPassphrase].map((secret) => secret?.reveal() ?? null);
  return createHash("sha256")
    .update(JSON.stringify([address, port, userName, hostKeySha256, credential]))
    .digest("hex");
}
