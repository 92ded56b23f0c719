import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect as connectTcp, createServer } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import { createConnect } from "../../lib/remote/connect.js";
import type { RemoteMachine, SshTarget } from "../../lib/remote/machine.js";
import { prepareLogin } from "../../lib/remote/ssh/login/login-methods.js";
import { openClient } from "../../lib/remote/ssh/open-client.js";
import { needs } from "../here.js";
import { dial } from "./ssh/from-loopback.js";
import { noSshd, PASSWORD, startSshd, type TestMachine } from "./sshd.js";
import { stagedFile } from "./staged-file.js";

const fence = { installation: "site-1", token: 1 };
const run = { job: "job-1", name: "install 1" };

describe.skipIf(noSshd)(`a login shell${noSshd}`, () => {
  let host: TestMachine;
  beforeAll(async () => {
    host = await startSshd();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const NOISE = 'echo "welcome; it\'s noisy"\necho beware >&2\n';
  describe.each([
    ["bash", "mf-free", ".bashrc", `${NOISE}TMOUT=1; readonly TMOUT; export TMOUT; trap 'echo bye' EXIT; alias sudo=false\n`],
    ["tcsh", "mf-csh", ".cshrc", 'echo "welcome"\nsh -c "echo beware >&2"\nset autologout=1\nalias sudo false\n'],
    ["fish", "mf-fish", ".config/fish/config.fish", `${NOISE.replaceAll("\\'", "'")}set -gx TMOUT 1\nalias sudo=false\n`],
    ["zsh", "mf-zsh", ".zshenv", `${NOISE}TMOUT=1; readonly TMOUT; export TMOUT; setopt noclobber\n`],
  ] as const)("%s", (shell, user, file, text) => {
    it.skipIf(needs(shell))(`whose start file talks and sets TMOUT carries scripts, uploads and runs${needs(shell)}`, async () => {
      const start = join(host.home(user), file);
      mkdirSync(dirname(start), { recursive: true });
      writeFileSync(start, text);
      const machine = await createConnect({ baseDir: host.baseDir })({ ...host.target(user), password: new Secret(PASSWORD) });
      const script = 'sleep 1.2; id -u; printf "%s|" "$1" "$TOKEN"; echo err >&2; exit 4';
      const words = { args: ["it's $HOME !! `id`\n\\"], secrets: { TOKEN: new Secret("t'k!\n$") } };
      expect(await machine.script(script, words)).toEqual({
        ...{ exitCode: 4, stdout: "0\nit's $HOME !! `id`\n\\|t'k!\n$|", stderr: "err\n", truncated: false },
      });
      await stagesAndRuns(machine);
      await machine.close();
    });
  });

  it("that turns into another one by exec is refused, and nothing ran", async () => {
    const made = join(host.home("mf-free"), "made");
    writeFileSync(join(host.home("mf-free"), ".bashrc"), "exec cat >/dev/null\n");
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-free"));
    await expect(machine.script(`touch ${made}`)).rejects.toMatchObject({
      code: "RootRequired",
      message: expect.stringMatching(/does not run commands/),
    });
    await machine.close();
  });

  it("that talks without end is refused with how to find it", async () => {
    writeFileSync(join(host.home("mf-free"), ".bashrc"), "yes welcome | head -c 400000\n");
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-free"));
    await expect(machine.script(":")).rejects.toMatchObject({ code: "RootRequired", message: expect.stringMatching(/does not run commands/) });
    await machine.close();
  });

  it("becomes root by a sudo that asks, lectures, and gives commands a terminal of their own", async () => {
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-pty", "password"));
    expect(await machine.script("id -u; cat")).toMatchObject({ exitCode: 0, stdout: "0\n" });
    await stagesAndRuns(machine);
    await machine.close();
  });

  it("does not become root by a sudo that wants root's password", async () => {
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-other", "password"));
    await expect(machine.script(":")).rejects.toMatchObject({ code: "RootRequired", target: "Password", retryable: false });
    await machine.close();
  });

  it("whose password has expired runs nothing, by password or by key", async () => {
    await using strict = await startSshd(["UsePAM yes"]);
    for (const login of ["password", "key"] as const) {
      const work = async () => {
        const machine = await createConnect({ baseDir: strict.baseDir })(strict.target("mf-old", login));
        await machine.script(":").finally(() => machine.close());
      };
      await expect(work()).rejects.toMatchObject({ code: "RootRequired", retryable: false, message: expect.stringMatching(/expired/) });
    }
  });

  it("is told to change its sudo rule when that demands a terminal", async () => {
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-tty"));
    await expect(machine.script(":")).rejects.toMatchObject({ code: "RootRequired", recommendedAction: expect.stringContaining("!requiretty") });
    await machine.close();
  });
});

describe.skipIf(noSshd)(`a server${noSshd}`, () => {
  it("that shows a banner, a motd and lines before its version, on another port and without sftp, is worked with", async () => {
    await using host = await startSshd(["PrintMotd yes"], { mounts: 'echo "Authorized use only" >"$1/banner"; mount --bind "$1/banner" /etc/motd' });
    await using talking = await greetsBefore(host.target("root").port, "Welcome to web-01\r\nAuthorized use only\r\n");
    const target = { ...host.target("mf-free"), port: talking.port };
    const { client, close } = await openClient(await prepareLogin(target), dial(target));
    const refused = await new Promise((resolve) => client.sftp(resolve));
    expect(String(refused)).toMatch(/Unable to start subsystem: sftp/);
    await close();
    await works(host, target);
  });

  it("that sends a banner of many lines before the login is worked with", async () => {
    await using host = await startSshd(["Banner /run/banner"], { mounts: "yes 'Authorized use only é' | head -500 >/run/banner" });
    await works(host, host.target("mf-asks", "password"));
  });

  it("that takes passwords by keyboard-interactive alone is logged in to, and refuses a wrong one once", async () => {
    await using host = await startSshd([
      "UsePAM yes",
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication yes",
      "AuthenticationMethods keyboard-interactive",
    ]);
    await works(host, host.target("mf-asks", "password"));
    const wrong = { ...host.target("mf-asks", "password"), password: new Secret("wrong") };
    await expect(createConnect({ baseDir: host.baseDir })(wrong)).rejects.toMatchObject({ code: "LoginRefused", retryable: false });
  });

  it("that asks for key and password both is given both", async () => {
    await using host = await startSshd(["AuthenticationMethods publickey,password"]);
    await works(host, { ...host.target("mf-asks"), password: new Secret(PASSWORD) });
    const wants = { code: "CredentialUnusable", retryable: false, message: expect.stringMatching(/wants password as well/) };
    await expect(createConnect({ baseDir: host.baseDir })(host.target("mf-asks"))).rejects.toMatchObject(wants);
  });

  it("that lets one session open at a time is worked with, one command after the other", async () => {
    await using host = await startSshd(["MaxSessions 1"]);
    const machine = await works(host, host.target("mf-free"), { keep: true });
    for (let at = 0; at < 40; at++) expect((await machine.run(["echo", `${at}`])).stdout).toBe(`${at}\n`);
    await machine.close();
  });

  it("that allows no session is told by the name of the setting", async () => {
    await using host = await startSshd(["MaxSessions 0"]);
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("root"));
    const refused = { code: "ConnectionLost", retryable: true, recommendedAction: expect.stringContaining("MaxSessions") };
    await expect(machine.script(":")).rejects.toMatchObject(refused);
    await machine.close();
  });

  it("whose ForceCommand talks and then runs what it is asked for is worked with", async () => {
    await using host = await startSshd([`ForceCommand echo audited; echo beware >&2; exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"`]);
    await works(host, host.target("mf-free"));
  });

  it.each([
    ["sftp alone", "internal-sftp"],
    ["a menu", "cat >/dev/null; echo 1 status; echo 2 quit"],
  ])("whose ForceCommand allows %s is refused, as root and as user", async (_what, command) => {
    await using host = await startSshd([`ForceCommand ${command}`]);
    const connect = createConnect({ baseDir: host.baseDir });
    for (const [user, code] of [
      ["mf-free", "RootRequired"],
      ["root", "CommandFailed"],
    ] as const) {
      const machine = await connect(host.target(user));
      await expect(machine.script("id -u", { timeoutMs: 5_000 })).rejects.toMatchObject({
        code,
        retryable: false,
        recommendedAction: expect.stringMatching(/by hand/),
      });
      await machine.close();
    }
  });

  it.each(["::1", "[::1]"])("is reached by the IPv6 address %s, straight and through a jump host", async (address) => {
    await using host = await startSshd(["ListenAddress ::1"]);
    const target = { ...host.target("root"), address };
    await works(host, target);
    const jump = { ...host.target("mf-none"), address, name: "dmz", hostKeySha256: target.hostKeySha256 ?? "" };
    await works(host, { ...target, jump });
  });
});

describe.skipIf(noSshd)(`a file system${noSshd}`, () => {
  it("of /tmp and all else that runs no programs stages and runs all the same", async () => {
    await using host = await startSshd([], { mounts: "mount --bind /tmp /tmp && mount -o remount,bind,noexec,nosuid,nodev /tmp" });
    const machine = await works(host, host.target("mf-asks", "password"), { keep: true });
    const told = await machine.script('cp /bin/true "$1/prog" && "$1/prog"', { args: [host.folder] });
    expect(told).toMatchObject({ exitCode: 126, stderr: expect.stringContaining("Permission denied") });
    await machine.close();
  });

  const READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"';
  it.each([
    ["before our folder is there", ":"],
    ["when our folder is there", 'mkdir -m 700 "$1/base" "$1/base/cache" "$1/base/fence"'],
  ])("that is read-only is named %s, to root and to a user", async (_when, before) => {
    await using host = await startSshd([], { mounts: `${before} && ${READ_ONLY}` });
    for (const user of ["root", "mf-free"] as const) {
      const machine = await createConnect({ baseDir: host.baseDir })(host.target(user));
      const error = { code: "ReadOnlyFileSystem", retryable: false, target: "127.0.0.1", message: expect.stringContaining(host.baseDir) };
      await expect(machine.stage(stagedFile(randomBytes(1_000)), { fence, budgetMs: 5_000 })).rejects.toMatchObject(error);
      await expect(machine.launch({ run, script: ":", args: [] }, fence)).rejects.toMatchObject(error);
      expect(await machine.look()).toEqual({ state: "none" });
      await machine.close();
    }
  });

  it("of the user's home that is read-only is named", async () => {
    await using host = await startSshd([], { mounts: 'mount --bind "$1/home" "$1/home" && mount -o remount,bind,ro "$1/home"' });
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-free"));
    const staging = machine.stage(stagedFile(randomBytes(1_000)), { fence, budgetMs: 5_000 });
    await expect(staging).rejects.toMatchObject({ code: "ReadOnlyFileSystem", message: expect.stringContaining(".mobility-fleet") });
    await machine.close();
  });
});

/** Everything that a job does on a machine works there. */
async function works(host: TestMachine, target: SshTarget, { keep = false } = {}): Promise<RemoteMachine> {
  const machine = await createConnect({ baseDir: host.baseDir })(target);
  expect(await machine.script("id -u; echo err >&2; exit 3")).toEqual({ exitCode: 3, stdout: "0\n", stderr: "err\n", truncated: false });
  await stagesAndRuns(machine);
  if (!keep) await machine.close();
  return machine;
}

async function stagesAndRuns(machine: RemoteMachine): Promise<void> {
  const file = stagedFile(randomBytes(400_000));
  expect(await machine.stage(file, { fence, budgetMs: 0 })).toMatchObject({ ready: false });
  expect(await machine.stage(file, { fence, budgetMs: 10_000 })).toMatchObject({ ready: true });
  await machine.launch({ run, script: 'echo "as $(id -u)"', args: [] }, fence);
  await expect.poll(() => machine.look(), { timeout: 10_000 }).toMatchObject({ state: "ended", exitCode: 0 });
  expect(await machine.logTail(100)).toBe("as 0\n");
  await machine.clear(run, fence);
}

/** A server that says something before it hands each connection on to the port. */
async function greetsBefore(port: number, text: string): Promise<AsyncDisposable & { port: number }> {
  const server = createServer((socket) => {
    socket.write(text);
    const onward = connectTcp(port, "127.0.0.1").on("error", () => socket.destroy());
    socket
      .on("error", () => onward.destroy())
      .pipe(onward)
      .pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = server.address() as import("node:net").AddressInfo; // a TCP server has an address object
  return { port: own, [Symbol.asyncDispose]: async () => void server.close() };
}
