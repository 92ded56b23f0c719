import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import { createConnect } from "../../lib/remote/connect.js";
import type { ConnectMachine, RemoteMachine } from "../../lib/remote/machine.js";
import { noSshd, PASSWORD, startSshd, type TestMachine } from "./sshd.js";
import { slices, stagedFile } from "./staged-file.js";

const fence = { installation: "site-1", token: 1 };

describe.skipIf(noSshd)(`a machine behind a real sshd${noSshd}`, () => {
  let host: TestMachine;
  let connect: ConnectMachine;
  beforeAll(async () => {
    host = await startSshd();
    connect = createConnect({ baseDir: host.baseDir });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it.each([
    ["the root user", "root", "key"],
    ["sudo that asks nothing", "mf-free", "key"],
    ["sudo with the account's password", "mf-asks", "password"],
  ] as const)("runs scripts as root by %s", async (_how, user, login) => {
    const machine = await connect(host.target(user, login));
    const script = 'id -u; echo "$1 $TOKEN $HOME"; exit 4';
    const result = await machine.script(script, { args: ["it's"], secrets: { TOKEN: new Secret("t'k") } });
    expect(result).toEqual({ exitCode: 4, stdout: "0\nit's t'k /root\n", stderr: "", truncated: false });
    expect((await machine.run(["id", "-un"])).stdout).toBe(`${user}\n`);
    await machine.close();
  });

  it("shows neither script, argument nor password in the list of processes", async () => {
    const machine = await connect(host.target("mf-asks", "password"));
    const { stdout } = await machine.script("ps -eo args | grep -v grep", { args: ["hidden-argument"], secrets: { T: new Secret("hidden-secret") } });
    expect(stdout).toContain("sudo -k -S -p  /bin/sh -s");
    for (const hidden of ["hidden-argument", "hidden-secret", PASSWORD]) expect(stdout).not.toContain(hidden);
    await machine.close();
  });

  it("says so when sudo refuses, wants a password that is missing, or gets a wrong one", async () => {
    await refused(await connect(host.target("mf-none", "password")), /did not accept|does not allow/);
    await refused(await connect(host.target("mf-asks")), /account has none/);
    await refused(await connect({ ...host.target("mf-asks"), password: new Secret("wrong") }), /did not accept/);
  });

  it("tries a wrong sudo password once per connection", async () => {
    const machine = await connect({ ...host.target("mf-asks"), password: new Secret("wrong") });
    await expect(machine.script(":")).rejects.toMatchObject({ code: "RootRequired", retryable: false });
    const started = Date.now();
    await expect(machine.look()).rejects.toMatchObject({ code: "RootRequired" });
    expect(Date.now() - started).toBeLessThan(1_900); // pam waits 2 seconds for each try
    await machine.close();
  });

  it("is not disturbed by start files that talk", async () => {
    writeFileSync(join(host.home("mf-free"), ".bashrc"), "echo welcome; echo beware >&2\n");
    const machine = await connect(host.target("mf-free"));
    expect(await machine.script("echo own; echo err >&2")).toMatchObject({ stdout: "own\n", stderr: "err\n" });
    await machine.close();
  });

  it("says that an account without a shell cannot work", async () => {
    await refused(await connect(host.target("mf-nologin")), /does not run commands/);
  });

  it("stops waiting for a script at its deadline", async () => {
    const machine = await connect(host.target("root"));
    await expect(machine.script("sleep 20", { timeoutMs: 200 })).rejects.toMatchObject({ code: "CommandTimedOut" });
    expect((await machine.script("echo on")).stdout).toBe("on\n");
    await machine.close();
  });

  it("refuses a wrong password, and does not call it retryable", async () => {
    const target = { ...host.target("mf-asks", "password"), password: new Secret("wrong") };
    await expect(connect(target)).rejects.toMatchObject({ code: "LoginRefused", retryable: false });
  });

  it.each(["root", "mf-free", "mf-asks"] as const)("stages a file into root's cache as %s, in slices", async (user) => {
    const machine = await connect({ ...host.target(user), password: new Secret(PASSWORD) });
    const content = randomBytes(3_000_000);
    const file = stagedFile(content);
    const first = await machine.stage(file, { fence, budgetMs: 0 });
    expect(first).toMatchObject({ ready: false });
    const last = await machine.stage(file, { fence, budgetMs: 10_000 });
    expect(last).toMatchObject({ ready: true, path: join(host.baseDir, "cache", file.sha256), sentBytes: content.length - first.sentBytes });
    expect(readFileSync(join(host.baseDir, "cache", file.sha256)).equals(content)).toBe(true);
    expect(statSync(join(host.baseDir, "cache", file.sha256))).toMatchObject({ uid: 0 });
    if (user !== "root") expect(readdirSync(join(host.home(user), ".mobility-fleet/site-1"))).toEqual([]);
    await machine.close();
  });

  it("goes on with an upload whose connection broke", async () => {
    const content = randomBytes(6_000_000);
    const dying = await connect(host.target("mf-free"));
    const half = { ...stagedFile(content), lend: () => brokenOff(content.subarray(0, 2_500_000)) };
    await expect(dying.stage(half, { fence, budgetMs: 10_000 })).rejects.toThrow("storage went away");
    await dying.close();
    const machine = await connect(host.target("mf-free"));
    const state = await machine.stage(stagedFile(content), { fence, budgetMs: 10_000 });
    expect(state).toMatchObject({ ready: true });
    expect(state.sentBytes).toBeLessThan(content.length);
    await machine.close();
  });

  it("does not let a user's link make root read another file", async () => {
    const machine = await connect(host.target("mf-free"));
    const content = randomBytes(1_000);
    const file = stagedFile(content);
    const uploads = join(host.home("mf-free"), ".mobility-fleet/site-1");
    await machine.run(["ln", "-s", "/etc/passwd", join(uploads, `${file.sha256}.part`)]);
    await expect(machine.stage(file, { fence, budgetMs: 5_000 })).rejects.toMatchObject({
      code: expect.stringMatching(/CommandFailed|InstallerCorrupt/),
    });
    expect(existsSync(join(host.baseDir, "cache", file.sha256))).toBe(false);
    await machine.close();
  });

  it.each(["root", "mf-asks"] as const)("keeps a run going when the connection of %s is gone, and tells its end later", async (user) => {
    const run = { job: `job-${user}`, name: "install 1" };
    const gate = join(host.folder, `gate-${user}`);
    const first = await connect({ ...host.target(user), password: new Secret(PASSWORD) });
    const script = `echo begun; while [ ! -e ${gate} ] && [ -d ${host.folder} ]; do sleep 0.05; done; echo "ended as $(id -u) with $1"; exit 3`;
    expect(await first.launch({ run, script, args: ["arg"] }, fence)).toMatchObject({ state: "running", run });
    await first.close();

    const second = await connect({ ...host.target(user), password: new Secret(PASSWORD) });
    expect(await second.look()).toMatchObject({ state: "running", run });
    writeFileSync(gate, "");
    await ended(second);
    expect(await second.look()).toMatchObject({ state: "ended", run, installation: "site-1", exitCode: 3 });
    expect(await second.logTail(1_000)).toBe("begun\nended as 0 with arg\n");
    expect(await second.logTail(4)).toBe("arg\n");
    await second.clear(run, fence);
    expect(await second.look()).toEqual({ state: "none" });
    expect(await second.logTail(10)).toBe("");
    await second.close();
  });
});

describe.skipIf(noSshd)(`an old server${noSshd}`, () => {
  const old = [
    "KexAlgorithms diffie-hellman-group-exchange-sha256,diffie-hellman-group14-sha1",
    "HostKeyAlgorithms ssh-rsa",
    "PubkeyAcceptedAlgorithms ssh-rsa",
    "MACs hmac-sha1",
    "Ciphers aes128-ctr",
  ];

  it("is reached only when the machine allows legacy SSH, and without group exchange", async () => {
    await using host = await startSshd(old, { hostKeyType: "rsa" });
    const connect = createConnect({ baseDir: host.baseDir });
    const refusal = connect(host.target("root"));
    await expect(refusal).rejects.toMatchObject({ code: "UnsupportedSshAlgorithms", retryable: false });
    const machine = await connect({ ...host.target("root", "password"), password: new Secret("wrong"), legacySsh: true }).catch((e: unknown) => e);
    expect(machine).toMatchObject({ code: "LoginRefused" });
  });
});

describe.skipIf(noSshd)(`a connection that is at its limit of sessions${noSshd}`, () => {
  it("is a lost one that may be tried again", async () => {
    await using host = await startSshd(["MaxSessions 1"]);
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("root"));
    const first = machine.run(["sleep", "1"]);
    await expect(machine.run(["true"])).rejects.toMatchObject({ code: "ConnectionLost", retryable: true });
    expect(await first).toMatchObject({ exitCode: 0 });
    await machine.close();
  });
});

async function refused(machine: RemoteMachine, why: RegExp): Promise<void> {
  await expect(machine.script(":")).rejects.toMatchObject({ code: "RootRequired", retryable: false, message: expect.stringMatching(why) });
  await machine.close();
}

async function* brokenOff(content: Buffer) {
  yield* slices(content);
  throw new Error("storage went away");
}

async function ended(machine: RemoteMachine): Promise<void> {
  for (const deadline = Date.now() + 10_000; (await machine.look()).state === "running"; ) {
    if (Date.now() > deadline) throw new Error("the run did not end");
  }
}
