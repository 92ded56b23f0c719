import { connect, type Socket } from "node:net";
import { Client, type ConnectConfig } from "ssh2";
import { toShell } from "../core/command.js";
import { hostKeyRefusal, shownHostKey } from "./host-key.js";
import type { SshTarget } from "./machine.js";
import { sshAlgorithms } from "./ssh-algorithms.js";
import { connectError, type SshError } from "./ssh-errors.js";
import { exec } from "./ssh-exec.js";
import { checkCredential, loginMethods } from "./ssh-login.js";
import type { ShownHostKey, Transport } from "./transport.js";

const KEEP_ALIVE = { keepaliveInterval: 15_000, keepaliveCountMax: 4 }; // shorter ones end healthy uploads on slow lines
const CLOSE_GRACE_MS = 2_000;

/**
 * Opens one connection and logs in. The host key is judged before any credential is sent.
 * Errors: MachineUnreachable, HostKeyUnknown, HostKeyMismatch, LoginRefused, UnsupportedSshAlgorithms; the signal's reason when aborted.
 */
export async function connectSsh(target: SshTarget, signal?: AbortSignal): Promise<Transport> {
  checkCredential(target);
  signal?.throwIfAborted();
  const client = new Client();
  client.on("error", () => {}); // several may come until `close`; one without a listener would end the process
  // Our own socket: Nagle would cost 40 to 90 ms for each request, and ssh2 cannot destroy one that it has ended.
  const socket = connect({ host: target.address, port: target.port, noDelay: true });
  const hostKey = await logIn({ client, socket }, target, signal).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
  const lost = new AbortController();
  client.once("close", () => lost.abort());
  return {
    hostKey,
    run: (command, options = {}) => exec({ client, address: target.address, lost: lost.signal }, toShell(command), options),
    close: () => close({ client, socket }, lost.signal),
  };
}

type Line = Readonly<{ client: Client; socket: Socket }>;

function logIn({ client, socket }: Line, target: SshTarget, signal?: AbortSignal): Promise<ShownHostKey> {
  return new Promise((resolve, reject) => {
    const judged = judgeHostKey(target);
    const fail = (error: SshError) => reject(judged.refusal() ?? connectError(target, error));
    const abort = () => reject(signal?.reason);
    const deadline = setTimeout(() => fail(Object.assign(new Error("timed out"), { level: "client-timeout" })), target.connectTimeoutMs);
    signal?.addEventListener("abort", abort);
    client.once("error", fail);
    client.once("change password", () => fail(Object.assign(new Error("the password has expired"), { level: "client-authentication" })));
    client.once("close", () => {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", abort);
      fail(new Error("the server closed the connection before the login was done"));
    });
    client.once("ready", () => {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", abort);
      resolve(judged.shown());
    });
    client.connect({ ...connectConfig(target), sock: socket, hostVerifier: judged.verify });
  });
}

const connectConfig = (target: SshTarget): ConnectConfig => ({
  username: target.userName,
  readyTimeout: 0, // our own deadline covers it
  authHandler: loginMethods(target),
  algorithms: sshAlgorithms({ legacySsh: target.legacySsh, ...(target.hostKeyType !== undefined && { hostKeyType: target.hostKeyType }) }),
  ...KEEP_ALIVE,
});

/** The verdict must be given synchronously: ssh2 takes the promise of an async function for a yes. */
function judgeHostKey(target: SshTarget) {
  let shown: ShownHostKey = { type: "", sha256: "" };
  let refusal: ReturnType<typeof hostKeyRefusal>;
  const verify = (key: Buffer): boolean => {
    const next = shownHostKey(key);
    const pinned = shown.sha256 === "" ? target : { ...target, hostKeySha256: shown.sha256, hostKeyType: shown.type };
    refusal = hostKeyRefusal(pinned, next);
    if (!refusal) shown = next;
    return refusal === undefined;
  };
  return { verify, shown: () => shown, refusal: () => refusal };
}

/** Says goodbye and waits for it a moment: a frozen peer never answers. */
function close({ client, socket }: Line, lost: AbortSignal): Promise<void> {
  if (lost.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const grace = setTimeout(() => socket.destroy(), CLOSE_GRACE_MS);
    client.once("close", () => {
      clearTimeout(grace);
      resolve();
    });
    client.end();
  });
}
