import { X509Certificate } from "node:crypto";
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { Secret } from "../../../lib/core/secret.js";
import type { MachineTarget } from "../../../lib/remote/machine.js";
import { shownCertificate } from "../../../lib/remote/winrm/http/certificate.js";
import { certificate } from "../../../local/host/http/certificate.js";
import { type NtlmAcceptor, ntlmAcceptor } from "./ntlm-acceptor.js";
import { type Machine, wsmanShells } from "./wsman-shells.js";

export const PASSWORD = new Secret("right 'pass' $word");
const USER = "Administrator";
const SEALED = "application/HTTP-SPNEGO-session-encrypted";

export type WinrmServer = AsyncDisposable &
  Readonly<{
    target: MachineTarget;
    /** Every request that came, as its headers and its body in the clear. */
    heard: string[];
    /** Ends all connections, as a network that breaks. */
    cut(): void;
    /** Takes the place of the next answers. */
    instead(answer: ((body: string, reply: ServerResponse) => boolean) | undefined): void;
  }>;

/** SIMULATED: WinRM of a machine that runs lines, over HTTPS with a certificate of its own making or over HTTP with sealed NTLM. */
export async function winrmServer(
  machine: Machine,
  {
    transport = "WinRmHttps",
    offers = ["Negotiate", "Basic"],
  }: Readonly<{ transport?: "WinRmHttps" | "WinRmHttp"; offers?: readonly string[] }> = {},
): Promise<WinrmServer> {
  const shells = wsmanShells(machine);
  const logins = new WeakMap<Socket, NtlmAcceptor>();
  const admitted = new WeakSet<Socket>();
  const open = new Set<Socket>();
  const heard: string[] = [];
  let instead: ((body: string, reply: ServerResponse) => boolean) | undefined;

  const isAdmitted = async (asked: IncomingMessage, reply: ServerResponse): Promise<boolean> => {
    const [scheme, token = ""] = (asked.headers.authorization ?? "").split(" ");
    if (scheme === "Basic" && offers.includes("Basic") && transport === "WinRmHttps")
      return Buffer.from(token, "base64").toString() === `${USER}:${PASSWORD.reveal()}`;
    if (scheme !== "Negotiate" || !offers.includes("Negotiate")) return admitted.has(asked.socket);
    const message = Buffer.from(token, "base64");
    const login = logins.get(asked.socket);
    if (message[8] === 1 || !login) {
      const fresh = ntlmAcceptor({ user: USER, password: PASSWORD });
      logins.set(asked.socket, fresh);
      reply.setHeader("WWW-Authenticate", `Negotiate ${fresh.challenge.toString("base64")}`);
      return false;
    }
    if (!(await login.accept(message))) return false;
    admitted.add(asked.socket);
    return true;
  };
  const serve = async (asked: IncomingMessage, reply: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of asked as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const login = logins.get(asked.socket);
    const isSealed = asked.headers["content-type"]?.startsWith("multipart/encrypted") ?? false;
    if (!(await isAdmitted(asked, reply))) {
      heard.push(`${JSON.stringify(asked.headers)}\n${raw}`);
      if (!reply.hasHeader("WWW-Authenticate"))
        reply.setHeader(
          "WWW-Authenticate",
          offers.map((offer) => (offer === "Basic" ? 'Basic realm="WSMAN"' : offer)),
        );
      return reply.writeHead(401).end();
    }
    const body = (isSealed && login ? unsealed(login, raw) : raw).toString();
    heard.push(`${JSON.stringify(asked.headers)}\n${body}`);
    if (instead?.(body, reply)) return;
    if (body === "") return reply.writeHead(200).end();
    const { status, envelope } = await shells.answer(body);
    const text = Buffer.from(envelope);
    if (!isSealed || !login) return reply.writeHead(status, { "Content-Type": "application/soap+xml;charset=UTF-8" }).end(text);
    reply.writeHead(status, { "Content-Type": `multipart/encrypted;protocol="${SEALED}";boundary="Encrypted Boundary"` }).end(sealed(login, text));
  };
  const { cert, key } = await certificate("self-signed");
  const listener = (asked: IncomingMessage, reply: ServerResponse) => void serve(asked, reply).catch(() => asked.socket.destroy());
  const server = transport === "WinRmHttps" ? createHttps({ cert, key }, listener) : createHttp(listener);
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const cut = () => [...open].forEach((socket) => void socket.destroy());
  const shown = shownCertificate(new X509Certificate(cert).raw);
  return {
    ...{ heard, cut },
    instead: (answer) => {
      instead = answer;
    },
    target: {
      ...{ address: "127.0.0.1", port: (server.address() as AddressInfo).port, userName: USER, password: PASSWORD, transport }, // a TCP server has one
      ...{ speaks: "powershell", legacySsh: false, acceptUnknownHostKey: false, connectTimeoutMs: 10_000 },
      ...(transport === "WinRmHttps" && { hostKeyType: shown.type, hostKeySha256: shown.sha256 }),
    },
    async [Symbol.asyncDispose]() {
      shells.end();
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function unsealed(login: NtlmAcceptor, raw: Buffer): Buffer {
  const mark = "Content-Type: application/octet-stream\r\n";
  const begin = raw.indexOf(mark) + mark.length + 4;
  const end = raw.lastIndexOf("--Encrypted Boundary--");
  return login.open(raw.subarray(begin, begin + 16), raw.subarray(begin + 16, end));
}

function sealed(login: NtlmAcceptor, text: Buffer): Buffer {
  const head = `--Encrypted Boundary\r\n\tContent-Type: ${SEALED}\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=${text.length}\r\n--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from([16, 0, 0, 0]), login.close(text), Buffer.from("--Encrypted Boundary--\r\n")]);
}
