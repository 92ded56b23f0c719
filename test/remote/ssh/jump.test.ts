import { describe, expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import type { JumpTarget, SshTarget } from "../../../lib/remote/machine.js";
import { noSshd, startSshd, type TestMachine } from "../sshd.js";
import { connectSsh } from "./from-loopback.js";
import { sshServer, type TestServer } from "./ssh-server.js";

const jumpTo = ({ target }: TestServer, change: Partial<JumpTarget> = {}): JumpTarget => ({
  name: "dmz",
  address: target.address,
  port: target.port,
  userName: "jumper",
  password: new Secret("right"),
  hostKeySha256: target.hostKeySha256 ?? "",
  ...change,
});
const behind = (jump: TestServer, machine: TestServer, change: Partial<JumpTarget> = {}): SshTarget => ({
  ...machine.target,
  jump: jumpTo(jump, change),
});

it("reaches 50 machines at once over one login at their jump host, and closes each way", async () => {
  await using jump = await sshServer();
  await using machine = await sshServer();
  const transports = await Promise.all(Array.from({ length: 50 }, () => connectSsh(behind(jump, machine))));
  const results = await Promise.all(transports.map((transport) => transport.run("true")));
  expect(results.every(({ exitCode }) => exitCode === 0)).toBe(true);
  expect(jump.tried).toEqual(["password"]);
  await Promise.all(transports.map((transport) => transport.close()));
  await expect.poll(() => machine.open(), { timeout: 15_000 }).toBe(0);
  expect(jump.open()).toBe(1);
  await expect.poll(() => jump.open(), { timeout: 15_000 }).toBe(0);
}, 40_000);

it("logs in to the jump host again after its connection broke, and calls what ran over it lost", async () => {
  await using jump = await sshServer();
  await using machine = await sshServer({ exec: () => jump.drop() });
  const first = await connectSsh(behind(jump, machine));
  await expect(first.run("true")).rejects.toMatchObject({ code: "ConnectionLost", retryable: true });
  await (await connectSsh(behind(jump, machine))).close();
  expect(jump.tried).toEqual(["password", "password"]);
});

it("refuses a changed key of the jump host by its name, and sends no credential", async () => {
  await using jump = await sshServer();
  await using machine = await sshServer();
  const refused = connectSsh(behind(jump, machine, { hostKeySha256: "A".repeat(43) }));
  await expect(refused).rejects.toMatchObject({ code: "HostKeyMismatch", retryable: false, message: expect.stringContaining("jump host dmz") });
  expect([...jump.tried, ...machine.tried]).toEqual([]);
});

it("says that the jump host refused the login, once for all that wait for it", async () => {
  await using jump = await sshServer();
  await using machine = await sshServer();
  const target = behind(jump, machine, { password: new Secret("wrong") });
  for (const refused of await Promise.allSettled([connectSsh(target), connectSsh(target)])) {
    expect(refused).toMatchObject({ reason: { code: "JumpHostUnreachable", retryable: false, cause: { code: "LoginRefused" } } });
  }
  expect(jump.tried).toEqual(["password"]);
  expect(machine.tried).toEqual([]);
});

it("ends at the deadline when the jump host never says whether the machine answers", async () => {
  await using jump = await sshServer({ forward: "ignore" });
  await using machine = await sshServer();
  const target = { ...behind(jump, machine), connectTimeoutMs: 500 };
  await expect(connectSsh(target)).rejects.toMatchObject({ code: "MachineUnreachable", retryable: true, message: expect.stringContaining("dmz") });
});

it("tries again later when the jump host does not answer", async () => {
  const jump = await sshServer();
  await jump[Symbol.asyncDispose]();
  await using machine = await sshServer();
  await expect(connectSsh(behind(jump, machine))).rejects.toMatchObject({ code: "JumpHostUnreachable", retryable: true, target: "dmz" });
});

it("keeps a refused login of the machine its own", async () => {
  await using jump = await sshServer();
  await using machine = await sshServer({ authenticate: (context) => context.reject([]) });
  await expect(connectSsh(behind(jump, machine))).rejects.toMatchObject({ code: "LoginRefused", retryable: false });
});

describe.skipIf(noSshd)(`a jump host with a real sshd${noSshd}`, () => {
  it("needs no root, and lets a machine be reached through it", async () => {
    await using jump = await startSshd(["MaxSessions 1"]);
    await using machine = await startSshd();
    const way = { ...jump.target("mf-none"), name: "dmz", hostKeySha256: jump.target("root").hostKeySha256 ?? "" };
    const transport = await connectSsh({ ...machine.target("root"), jump: way });
    expect(await transport.run("id -un")).toMatchObject({ exitCode: 0, stdout: "root\n" });
    await transport.close();
  });

  it("is named when it may not forward, and when it cannot reach the machine", async () => {
    await using closed = await startSshd(["AllowTcpForwarding no"]);
    await using open = await startSshd();
    const way = (host: TestMachine) => ({ ...host.target("mf-none"), name: "dmz", hostKeySha256: host.target("root").hostKeySha256 ?? "" });
    const nowhere = { ...open.target("root"), port: 1 };
    await expect(connectSsh({ ...nowhere, jump: way(closed) })).rejects.toMatchObject({ code: "JumpHostUnreachable", retryable: false });
    const refused = connectSsh({ ...nowhere, jump: way(open) });
    await expect(refused).rejects.toMatchObject({ code: "MachineUnreachable", retryable: true, message: expect.stringContaining("dmz") });
  });
});
