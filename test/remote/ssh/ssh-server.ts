import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import ssh2, { type AuthContext, type Connection, type ServerChannel } from "ssh2";
import { Secret } from "../../../lib/core/secret.js";
import type { SshTarget } from "../../../lib/remote/machine.js";
import { shownHostKey } from "../../../lib/remote/ssh/host-key.js";

export type ServerScript = Readonly<{
  authenticate?: (context: AuthContext) => void;
  exec?: (channel: ServerChannel, command: string, client: Connection) => void;
  /** Refuses every command instead. */
  refuseExec?: boolean;
  /** What becomes of a forwarding; by default it is opened to where it should lead. */
  forward?: "refuse" | "ignore";
}>;

export type TestServer = AsyncDisposable & Readonly<{ target: SshTarget; tried: readonly string[]; pause(): void; drop(): void; open(): number }>;

/** An SSH server in this process that misbehaves as the test says. By default it accepts the password `right` and ends every command with 0. */
export async function sshServer({
  authenticate = passwordOnly,
  exec = succeed,
  refuseExec = false,
  forward,
}: ServerScript = {}): Promise<TestServer> {
  const hostKey = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 }).private;
  const [tried, sockets]: [string[], Set<Socket>] = [[], new Set()];
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on("error", () => {});
    client.on("authentication", (context) => {
      tried.push(context.method);
      authenticate(context);
    });
    client.on("tcpip", (acceptForward, rejectForward, { destIP, destPort }) => {
      if (forward === "refuse") return rejectForward();
      if (forward === "ignore") return;
      const onward = connect(destPort, destIP).on("error", rejectForward);
      onward.once("connect", () => {
        const channel = acceptForward().on("error", () => {});
        onward.off("error", rejectForward).on("error", () => channel.destroy());
        channel.on("close", () => onward.destroy());
        channel.pipe(onward).pipe(channel);
      });
    });
    client.on("session", (accept) => {
      accept().on("exec", (acceptExec, rejectExec, { command }) => (refuseExec ? rejectExec() : exec(acceptExec(), command, client)));
    });
  });
  const listener = (server as unknown as { _srv: import("node:net").Server })._srv; // the TCP server below, to freeze its sockets
  listener.on("connection", (socket: Socket) => sockets.add(socket).size && socket.once("close", () => sockets.delete(socket)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    tried,
    target: {
      address: "127.0.0.1",
      port: (server.address() as AddressInfo).port, // a TCP server has an address object
      userName: "fleet",
      password: new Secret("right"),
      hostKeySha256: shownHostKey(publicKey(hostKey)).sha256,
      legacySsh: false,
      acceptUnknownHostKey: false,
      connectTimeoutMs: 20_000,
    },
    drop: () => sockets.forEach((socket) => void socket.destroy()),
    open: () => sockets.size,
    pause: () => sockets.forEach((socket) => void socket.pause().removeAllListeners("data")),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

export const succeed = (channel: ServerChannel): void => {
  channel.exit(0);
  channel.end();
};

function passwordOnly(context: AuthContext): void {
  if (context.method === "password" && context.password === "right") context.accept();
  else context.reject(["password"]);
}

function publicKey(privateKey: string): Buffer {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return key.getPublicSSH();
}
