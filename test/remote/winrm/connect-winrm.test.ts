import { createServer, connect as dial, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import type { MachineTarget } from "../../../lib/remote/machine.js";
import type { CommandListener, StayingCommand, Transport } from "../../../lib/remote/transport.js";
import { connectWinrm } from "../../../lib/remote/winrm/connect-winrm.js";
import { PASSWORD, type WinrmServer, winrmServer } from "./winrm-server.js";
import type { Machine } from "./wsman-shells.js";

const connect = (target: MachineTarget) => connectWinrm(target, async () => dial({ port: target.port, host: target.address, noDelay: true }));

/** Says a line back, in pieces; ends with 3010 when no more comes. */
const parrot: Machine = {
  run: async (line) => ({ stdout: line, stderr: "", exitCode: 0, truncated: false }),
  async open(_line, listener: CommandListener): Promise<StayingCommand> {
    return {
      write: (input) => {
        listener.printed("stdout", Buffer.from(String(input)));
        listener.printed("stderr", Buffer.from("heard\n"));
      },
      end: () => listener.ended({ exitCode: 3010 }),
      kill: () => {},
    };
  },
};

describe("WinRM", () => {
  const open: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
  });
  const serve = async (...options: Parameters<typeof winrmServer> extends [unknown, ...infer Rest] ? Rest : never): Promise<WinrmServer> => {
    const server = await winrmServer(parrot, ...options);
    open.push(server);
    return server;
  };
  const logIn = async (target: MachineTarget): Promise<Transport> => {
    const transport = await connect(target);
    open.push({ [Symbol.asyncDispose]: () => transport.close() });
    return transport;
  };
  const said = ({ heard }: WinrmServer) => heard.join("\n");

  it.each([
    ["HTTPS, by NTLM", { transport: "WinRmHttps" }],
    ["HTTPS, by Basic where the server takes no NTLM", { transport: "WinRmHttps", offers: ["Kerberos", "Basic"] }],
    ["HTTP, sealed by NTLM", { transport: "WinRmHttp" }],
  ] as const)("runs a command over %s: what it reads, both streams and the whole exit code", async (_how, options) => {
    const server = await serve(options);
    const transport = await logIn(server.target);
    const input = "é漢 <&> 12345\n".repeat(13_000); // 16 bytes a line: more than one envelope carries
    const result = await transport.run("powershell.exe", { stdin: new Secret(input), maxOutputBytes: 1_000_000 });
    expect(result).toMatchObject({ exitCode: 3010, stdout: input, truncated: false });
    expect(result.stderr).toMatch(/^(heard\n)+$/);
    expect(transport.hostKey.sha256).toBe(server.target.hostKeySha256 ?? "");
  });

  it("sends nothing at all to a certificate that is not on record, or another one", async () => {
    const { target, heard } = await serve();
    const { hostKeySha256, ...unknown } = target;
    await expect(connect(unknown)).rejects.toMatchObject({
      code: "HostKeyUnknown",
      message: expect.stringContaining(`x509 SHA256:${hostKeySha256}`),
    });
    const changed = { ...target, acceptUnknownHostKey: true, hostKeySha256: "A".repeat(43) };
    await expect(connect(changed)).rejects.toMatchObject({ code: "HostKeyMismatch", retryable: false });
    expect(heard).toEqual([]);
    const taken = await logIn({ ...unknown, acceptUnknownHostKey: true });
    expect(taken.hostKey).toEqual({ type: "x509", sha256: hostKeySha256 });
  });

  it("never sends the password over HTTP, and nothing in the clear", async () => {
    const server = await serve({ transport: "WinRmHttp", offers: ["Basic"] });
    await expect(connect(server.target)).rejects.toMatchObject({ code: "CredentialUnusable" });
    expect(said(server)).not.toMatch(/"authorization":"Basic/);
    expect(said(server)).not.toContain(PASSWORD.reveal());
  });

  it("tells a refused password, and tries it once", async () => {
    const server = await serve();
    await expect(connect({ ...server.target, password: new Secret("wrong") })).rejects.toMatchObject({ code: "LoginRefused", retryable: false });
    expect(server.heard.length).toBe(2); // the question for a challenge, and the answer to it
    const basic = await serve({ offers: ["Basic"] });
    await expect(connect({ ...basic.target, password: new Secret("wrong") })).rejects.toMatchObject({ code: "LoginRefused" });
    await expect(connect({ ...basic.target, userName: "DOMAIN\\one" })).rejects.toMatchObject({ code: "CredentialUnusable" });
    const { password: _, ...keyAlone } = server.target;
    await expect(connect({ ...keyAlone, privateKey: new Secret("x") })).rejects.toMatchObject({ code: "CredentialUnusable" });
  });

  it("believes over HTTP only what is sealed", async () => {
    const server = await serve({ transport: "WinRmHttp" });
    server.instead((body, reply) => {
      if (!body.includes("transfer/Create")) return false;
      reply.writeHead(200, { "Content-Type": "application/soap+xml;charset=UTF-8" }).end("<s:Envelope><s:Body/></s:Envelope>");
      return true;
    });
    await expect(connect(server.target)).rejects.toMatchObject({ code: "CommandFailed", message: expect.stringContaining("not sealed") });
  });

  it.each([
    ["entities", '<!DOCTYPE x [<!ENTITY a "b">]><Envelope><Body>&a;</Body></Envelope>', "document type"],
    ["no XML", "<Envelope><Body>", "no XML"],
    ["deep nesting", `${"<a>".repeat(10_000)}${"</a>".repeat(10_000)}`, "no XML"],
    ["another envelope", "<Envelope><Body><Other/></Body></Envelope>", "what was asked for"],
    ["an answer without end", "<a>".repeat(600_000), "WinRM was to answer"],
  ])("is not brought down by %s", async (_what, answer, why) => {
    const server = await serve();
    server.instead((body, reply) => {
      if (body === "") return false;
      reply.writeHead(200).end(answer);
      return true;
    });
    await expect(connect(server.target)).rejects.toMatchObject({ message: expect.stringContaining(why) });
  });

  it("tells that the connection was lost, to a command that waits, too", async () => {
    const server = await serve();
    const transport = await logIn(server.target);
    const running = transport.run("powershell.exe", { stdin: "x", timeoutMs: 20_000, printed: () => server.cut() });
    await expect(running).rejects.toMatchObject({ code: "ConnectionLost", retryable: true });
  });

  it("ends a command at its time limit, and goes on", async () => {
    const server = await serve();
    const transport = await logIn(server.target);
    const waiting = { open: transport.open, endless: new AbortController() };
    const command = await waiting.open("powershell.exe", { printed: () => {}, ended: () => {}, giveWay: () => {}, signal: waiting.endless.signal });
    command.kill();
    expect((await transport.run("echo on")).stdout).toBe("echo on");
  });

  it("tells a quota, and a login that may not use the service", async () => {
    const server = await serve();
    const answer = (code: number) =>
      server.instead((body, reply) => {
        if (body === "") return false;
        reply
          .writeHead(500)
          .end(
            `<s:Envelope><s:Body><s:Fault><s:Reason><s:Text>said &lt;so&gt;</s:Text></s:Reason><s:Detail><f:WSManFault Code="${code}"><f:Message>said &lt;so&gt;</f:Message></f:WSManFault></s:Detail></s:Fault></s:Body></s:Envelope>`,
          );
        return true;
      });
    answer(2_150_859_173);
    await expect(connect(server.target)).rejects.toMatchObject({
      code: "ConnectionLost",
      retryable: true,
      message: expect.stringContaining("said <so>"),
    });
    answer(5);
    await expect(connect(server.target)).rejects.toMatchObject({
      code: "RootRequired",
      recommendedAction: expect.stringContaining("LocalAccountTokenFilterPolicy"),
    });
    answer(99);
    await expect(connect(server.target)).rejects.toMatchObject({ code: "CommandFailed", message: expect.stringContaining("99") });
  });

  it("tells a machine that does not answer, and what answers that is no WinRM", async () => {
    const silent = createServer((socket: Socket) => void socket.on("error", () => {}).resume());
    await new Promise<void>((resolve) => void silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as Readonly<{ port: number }>; // a TCP server has one
    const target: MachineTarget = {
      ...{ address: "127.0.0.1", port, userName: "one", password: PASSWORD, transport: "WinRmHttps", legacySsh: false },
      ...{ acceptUnknownHostKey: true, connectTimeoutMs: 200 },
    };
    await expect(connect(target)).rejects.toMatchObject({ code: "MachineUnreachable", retryable: true });
    await new Promise((resolve) => silent.close(resolve));
    await expect(connect(target)).rejects.toMatchObject({ code: "MachineUnreachable", message: expect.stringContaining("ECONNREFUSED") });
    const server = await serve({ transport: "WinRmHttp" });
    server.instead((_body, reply) => !!reply.writeHead(404).end());
    await expect(connect({ ...server.target, password: PASSWORD })).rejects.toMatchObject({ code: "MachineUnreachable" });
  });
});
