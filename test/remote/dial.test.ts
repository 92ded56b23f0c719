import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type LookupFunction, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { dialFailure } from "../../lib/remote/dial.js";
import { prepareLogin } from "../../lib/remote/ssh/login/login-methods.js";
import { openClient } from "../../lib/remote/ssh/open-client.js";
import { dial } from "./ssh/from-loopback.js";
import { sshServer } from "./ssh/ssh-server.js";

const resolvesTo =
  (...addresses: string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
      4,
    );

it("goes on to the next address of a name when one is dead", async () => {
  await using server = await sshServer();
  const socket = dial({ ...server.target, address: "machine.test" }, resolvesTo("127.0.0.2", "127.0.0.1"));
  await once(socket, "connect");
  expect(socket.remoteAddress).toBe("127.0.0.1");
  socket.destroy();
});

it("logs in by the next address of a name when the first one swallows packets", async () => {
  await using server = await sshServer();
  await using hole = await blackHole("127.0.0.3", server.target.port);
  const target = { ...server.target, address: "machine.test", connectTimeoutMs: 6_000 };
  const { hostKey, close } = await openClient(await prepareLogin(target), dial(target, resolvesTo("127.0.0.3", "127.0.0.1")));
  expect(hostKey.sha256).toBe(target.hostKeySha256);
  await close();
  const hurried = { ...target, connectTimeoutMs: 500 };
  const lost = openClient(await prepareLogin(hurried), dial(hurried, resolvesTo("127.0.0.3")));
  await expect(lost).rejects.toMatchObject({ code: "MachineUnreachable", retryable: true });
  expect(await hole.answers()).toBe(false);
}, 20_000);

it("names all addresses that were tried", async () => {
  const server = await sshServer();
  await server[Symbol.asyncDispose]();
  const socket = dial({ ...server.target, address: "machine.test" }, resolvesTo("127.0.0.2", "127.0.0.3"));
  const [error] = await once(socket, "error").catch((failure: unknown) => [failure]);
  expect(dialFailure(error)).toMatch(/127\.0\.0\.2.*127\.0\.0\.3/);
});

/** A listener that accepts nobody and whose queue is full: the kernel drops what comes. */
async function blackHole(address: string, port: number): Promise<AsyncDisposable & { answers(): Promise<boolean> }> {
  const program =
    'use Socket; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in($ARGV[1], inet_aton($ARGV[0]))) or die; listen(S, 0); $| = 1; print "on"; sleep';
  const listener = spawn("perl", ["-e", program, address, `${port}`], { stdio: ["ignore", "pipe", "inherit"] });
  await once(listener.stdout, "data");
  const waiting: Socket[] = [];
  const answers = async () => {
    const socket = connect(port, address).on("error", () => {});
    waiting.push(socket);
    const never = once(socket.setTimeout(200), "timeout").then(nextTurn); // what came meanwhile is told first, however late this is
    return Promise.race([once(socket, "connect").then(() => true), never.then(() => false)]);
  };
  for (let tries = 0; await answers(); tries++) if (tries > 20) throw new Error("the queue does not fill");
  return {
    answers,
    async [Symbol.asyncDispose]() {
      for (const socket of waiting) socket.destroy();
      listener.kill("SIGKILL");
      await once(listener, "exit");
    },
  };
}
