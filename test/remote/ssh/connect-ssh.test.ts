import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { destinations } from "../../../lib/core/destinations.js";
import { Secret } from "../../../lib/core/secret.js";
import { connectSsh as connectTo } from "../../../lib/remote/ssh/connect-ssh.js";
import { connectSsh } from "./from-loopback.js";
import { sshServer, succeed } from "./ssh-server.js";

const stranger = Buffer.alloc(32).toString("base64");

it("gives stdout, stderr and the exit code of a command that fails", async () => {
  await using server = await sshServer({
    exec: (channel, command) => {
      channel.write(command);
      channel.stderr.write("no");
      channel.exit(3);
      channel.end();
    },
  });
  const transport = await connectSsh(server.target);
  expect(await transport.run("echo it's")).toEqual({ exitCode: 3, stdout: "echo it's", stderr: "no", truncated: false });
  await transport.close();
});

it.each(["TERM", 143, 137])("calls a command that a signal ended cut off, by whatever tells it: %s", async (exit) => {
  await using server = await sshServer({
    exec: (channel) => {
      if (typeof exit === "string") channel.exit(exit);
      else channel.exit(exit);
      channel.end();
    },
  });
  const transport = await connectSsh(server.target);
  const message = expect.stringMatching(/lost while a command ran: SIG(TERM|KILL) ended it/);
  await expect(transport.run("true")).rejects.toMatchObject({ code: "ConnectionLost", retryable: true, message });
  await transport.close();
});

it.each([153, 152])("calls a command that a limit of the account ended no lost connection: %s", async (exit) => {
  await using server = await sshServer({
    exec: (channel) => {
      channel.exit(exit);
      channel.end();
    },
  });
  const transport = await connectSsh(server.target);
  const message = expect.stringMatching(/limit of the account .* \(SIGX(FSZ|CPU)\)/);
  await expect(transport.run("true")).rejects.toMatchObject({ code: "CommandFailed", retryable: false, message });
  await transport.close();
});

it("drops output beyond the limit, says so, and still sees the command end", async () => {
  await using server = await sshServer({
    exec: (channel) => {
      channel.stderr.write(Buffer.alloc(3_000_000, "e"));
      channel.write(Buffer.alloc(3_000_000, "o"), () => succeed(channel));
    },
  });
  const transport = await connectSsh(server.target);
  const result = await transport.run("true", { maxOutputBytes: 10 });
  expect(result).toMatchObject({ stdout: "oooooooooo", truncated: true });
  await transport.close();
});

it("calls a channel that closes without an exit status a lost connection, not a success", async () => {
  await using server = await sshServer({ exec: (channel) => channel.close() });
  const transport = await connectSsh(server.target);
  await expect(transport.run("true")).rejects.toMatchObject({ code: "ConnectionLost", retryable: true });
  await transport.close();
});

it("ends a command whose connection drops", async () => {
  await using server = await sshServer({ exec: (_channel, _command, client) => void client.end() });
  const transport = await connectSsh(server.target);
  await expect(transport.run("sleep 9")).rejects.toMatchObject({ code: "ConnectionLost", retryable: true });
  await expect(transport.run("true")).rejects.toMatchObject({ code: "ConnectionLost" });
  await transport.close();
});

it("ends an upload whose connection drops, and its source with it", async () => {
  await using server = await sshServer({
    exec: (channel, _command, client) => void channel.once("data", () => client.end()),
  });
  const transport = await connectSsh(server.target);
  let closed = false;
  async function* source() {
    try {
      yield* endless();
    } finally {
      closed = true;
    }
  }
  await expect(transport.run("cat", { stdin: source() })).rejects.toMatchObject({ code: "ConnectionLost" });
  await expect.poll(() => closed).toBe(true);
});

it("is done with each piece of a source before it asks for the next one", async () => {
  const received: Buffer[] = [];
  await using server = await sshServer({
    exec: (channel) => {
      channel.on("data", (chunk: Buffer) => received.push(Buffer.from(chunk)));
      channel.on("end", () => {
        channel.exit(0);
        channel.close();
      });
    },
  });
  const transport = await connectSsh(server.target);
  const lent = Buffer.alloc(300_000); // larger than a packet
  async function* source() {
    for (let letter = 0; letter < 20; letter++) yield lent.fill("a".charCodeAt(0) + letter);
  }
  expect(await transport.run("cat", { stdin: source() })).toMatchObject({ exitCode: 0 });
  const expected = Buffer.concat(Array.from({ length: 20 }, (_, letter) => Buffer.alloc(300_000, "a".charCodeAt(0) + letter)));
  expect(Buffer.concat(received).equals(expected)).toBe(true);
  await transport.close();
});

it("fails with the error of a source that cannot be read", async () => {
  await using server = await sshServer({ exec: (channel) => void channel.resume() });
  const transport = await connectSsh(server.target);
  // biome-ignore lint/correctness/useYield: it fails before its first piece
  async function* source() {
    throw new Error("storage is away");
  }
  await expect(transport.run("cat", { stdin: source() })).rejects.toThrow("storage is away");
  await transport.close();
});

it("ends a command on a peer that froze at its deadline, and closes within the grace time", async () => {
  await using server = await sshServer({ exec: () => {} });
  const transport = await connectSsh(server.target);
  server.pause();
  await expect(transport.run("true", { timeoutMs: 150 })).rejects.toMatchObject({ code: "CommandTimedOut" });
  const started = Date.now();
  await transport.close();
  expect(Date.now() - started).toBeLessThan(10_000);
});

it("stops a command when the caller aborts", async () => {
  await using server = await sshServer({ exec: () => {} });
  const transport = await connectSsh(server.target);
  const abort = new AbortController();
  const running = transport.run("sleep 9", { signal: abort.signal });
  abort.abort(new Error("enough"));
  await expect(running).rejects.toThrow("enough");
  await transport.close();
});

it("says that an account may not run commands", async () => {
  await using server = await sshServer({ refuseExec: true });
  const transport = await connectSsh(server.target);
  await expect(transport.run("true")).rejects.toMatchObject({ code: "CommandFailed", retryable: false });
  await transport.close();
});

it("refuses a changed host key with both fingerprints, and sends no credential", async () => {
  await using server = await sshServer();
  const refused = connectSsh({ ...server.target, hostKeySha256: stranger, acceptUnknownHostKey: true });
  await expect(refused).rejects.toMatchObject({ code: "HostKeyMismatch", retryable: false });
  await expect(refused).rejects.toThrow(new RegExp(`${"A".repeat(43)}.*${server.target.hostKeySha256?.replaceAll(/[+/]/g, ".")}`));
  expect(server.tried).toEqual([]);
});

it("refuses an unknown host key, shows it, and sends no password", async () => {
  await using server = await sshServer();
  const { hostKeySha256, ...target } = server.target;
  const refused = connectSsh(target);
  await expect(refused).rejects.toMatchObject({ code: "HostKeyUnknown", retryable: false });
  await expect(refused).rejects.toThrow(`SHA256:${hostKeySha256}`);
  expect(server.tried).toEqual([]);
});

it("gives the host key that it accepted, to be recorded", async () => {
  await using server = await sshServer();
  const { hostKeySha256, ...target } = server.target;
  const transport = await connectSsh({ ...target, acceptUnknownHostKey: true });
  expect(transport.hostKey).toEqual({ type: "ecdsa-sha2-nistp256", sha256: hostKeySha256 });
  await transport.close();
});

it("answers a server that knows only keyboard-interactive, one hidden prompt once", async () => {
  await using server = await sshServer({
    authenticate: (context) => {
      if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
      context.prompt([{ prompt: "Password: ", echo: false }], (first) => {
        if (first[0] !== "right") return context.reject([]);
        context.prompt([{ prompt: "New password: ", echo: false }], (second) => (second.length === 0 ? context.accept() : context.reject([])));
      });
    },
  });
  await (await connectSsh(server.target)).close();
  expect(server.tried).toEqual(["password", "keyboard-interactive"]);
});

it("tries a wrong password once, though the server offers two ways to give it", async () => {
  await using server = await sshServer({ authenticate: (context) => context.reject(["password", "keyboard-interactive"]) });
  await expect(connectSsh(server.target)).rejects.toMatchObject({ code: "LoginRefused", retryable: false });
  expect(server.tried).toEqual(["password"]);
});

it("does not show the password in the error of a refused login", async () => {
  await using server = await sshServer({ authenticate: (context) => context.reject([]) });
  const error = await connectSsh({ ...server.target, password: new Secret("hunter2") }).catch((refusal: unknown) => refusal);
  expect(`${error} ${JSON.stringify(error)}`).not.toContain("hunter2");
});

it("refuses a private key that cannot be read before it connects", async () => {
  await using server = await sshServer();
  const target = { ...server.target, privateKey: new Secret("not a key") };
  await expect(connectSsh(target)).rejects.toMatchObject({ code: "CredentialUnusable", retryable: false });
  expect(server.tried).toEqual([]);
});

it("tries again later when nothing listens", async () => {
  const server = await sshServer();
  await server[Symbol.asyncDispose]();
  await expect(connectSsh(server.target)).rejects.toMatchObject({ code: "MachineUnreachable", retryable: true });
});

it.each([
  ["talks something else than SSH", "220 mail.example ESMTP\r\n".repeat(50), true],
  ["accepts and closes", "", true],
  ["accepts and says nothing", "", false],
])("tries again later when a server %s", async (_what, greeting, closes) => {
  const listener = createServer((socket) => {
    socket.on("error", () => {}).write(greeting);
    if (closes) socket.end();
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  await using server = await sshServer();
  const target = { ...server.target, port: (listener.address() as AddressInfo).port, connectTimeoutMs: 300 }; // a TCP server has an address object
  await expect(connectSsh(target)).rejects.toMatchObject({ code: "MachineUnreachable", retryable: true });
  listener.close();
});

it("gives up connecting when the caller aborts", async () => {
  await using server = await sshServer({ authenticate: () => {} });
  await expect(connectSsh(server.target, AbortSignal.timeout(100))).rejects.toMatchObject({ name: "TimeoutError" });
});

async function* endless() {
  for (;;) yield Buffer.alloc(64 * 1024);
}

it.each(["127.0.0.1", "localhost"])("does not connect to %s where that is denied, straight or through a jump host", async (address) => {
  let connections = 0;
  const server = createServer(() => connections++).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server has one
  const target = { address, port, userName: "root", password: new Secret("p4ss"), hostKeySha256: stranger };
  const machine = { ...target, legacySsh: false, acceptUnknownHostKey: false, connectTimeoutMs: 2_000 };
  const denied = { code: "DestinationDenied", retryable: false };
  await expect(connectTo(machine, destinations())).rejects.toMatchObject(denied);
  const behind = { ...machine, address: "10.0.0.1", jump: { ...target, name: "jump" } };
  await expect(connectTo(behind, destinations())).rejects.toMatchObject({ code: "JumpHostUnreachable", cause: denied });
  expect(connections).toBe(0);
  server.close();
});
