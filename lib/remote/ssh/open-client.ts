import { setMaxListeners } from "node:events";
import type { Duplex } from "node:stream";
import type { Client, ConnectConfig } from "ssh2";
import type { SshTarget } from "../machine.js";
import type { ShownHostKey } from "../transport.js";
import { hostKeyRefusal, shownHostKey } from "./host-key.js";
import { hearInfo } from "./login/hear-info.js";
import { type Login, loginMethods } from "./login/login-methods.js";
import { type LoginTalk, loginTalk } from "./login/login-talk.js";
import { hearOffer } from "./offered-algorithms.js";
import { sshAlgorithms } from "./ssh-algorithms.js";
import { connectError, type Heard, type SshError } from "./ssh-errors.js";

const KEEP_ALIVE = { keepaliveInterval: 15_000, keepaliveCountMax: 4 }; // shorter ones end healthy uploads on slow lines
const CLOSE_GRACE_MS = 2_000;

/** A client that is logged in; `lost` is aborted when its connection has closed. */
export type OpenClient = Readonly<{ client: Client; hostKey: ShownHostKey; lost: AbortSignal; close(): Promise<void> }>;

/** Logs in over this stream, which is destroyed when that fails. The host key is judged before any credential is sent. Errors: see `connectSsh`. */
export async function openClient(login: Login, stream: Duplex, signal?: AbortSignal): Promise<OpenClient> {
  const client = new login.ssh.Client();
  client.on("error", () => {}); // several may come until `close`; one without a listener would end the process
  const line = { client, stream };
  const hostKey = await logIn(line, login, signal).catch((error: unknown) => {
    stream.destroy();
    throw error;
  });
  const lost = new AbortController();
  setMaxListeners(0, lost.signal); // each command and each forwarding listens, hundreds on a jump host
  client.once("close", () => lost.abort());
  return { client, hostKey, lost: lost.signal, close: () => close(line, lost.signal) };
}

type Line = Readonly<{ client: Client; stream: Duplex }>;

function logIn({ client, stream }: Line, { target, key }: Login, signal?: AbortSignal): Promise<ShownHostKey> {
  return new Promise((resolve, reject) => {
    const judged = judgeHostKey(target);
    const talk = loginTalk();
    let offered: Heard["offered"] = () => undefined;
    const fail = (error: SshError) => reject(judged.refusal() ?? connectError(target, error, { talk, offered }));
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
      offered(); // reads along no more
      clearTimeout(deadline);
      signal?.removeEventListener("abort", abort);
      resolve(judged.shown());
    });
    client.on("banner", talk.heard);
    client.connect({ ...connectConfig(target, key, talk), sock: stream, hostVerifier: judged.verify });
    hearInfo(client, (text) => talk.asked({ text, prompts: [], answer: false }));
    offered = hearOffer(stream);
    stream.once("data", (first: Buffer) => first.toString("latin1", 0, 4) === "SSH-" || talk.heard(first.toString("utf8", 0, 500))); // refusals come in place of a version
  });
}

const connectConfig = (target: SshTarget, key: Login["key"], talk: LoginTalk): ConnectConfig => ({
  username: target.userName,
  readyTimeout: 0, // our own deadline covers it
  authHandler: loginMethods(target, key, talk),
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
function close({ client, stream }: Line, lost: AbortSignal): Promise<void> {
  if (lost.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const grace = setTimeout(() => stream.destroy(), CLOSE_GRACE_MS);
    client.once("close", () => {
      clearTimeout(grace);
      resolve();
    });
    client.end();
  });
}
