import { randomBytes } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import { createConnect } from "../../lib/remote/connect.js";
import { needs } from "../here.js";
import { noSshd, PASSWORD, type SshdOptions, startSshd, type TestMachine, type UserName } from "./sshd.js";
import { stagedFile } from "./staged-file.js";

const fence = { installation: "site-1", token: 1 };

describe.skipIf(noSshd)(`a start file that starts another program by exec${noSshd}`, () => {
  let host: TestMachine;
  beforeAll(async () => {
    host = await startSshd();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const AGAIN = 'if [ -z "$AGAIN" ]; then AGAIN=1; export AGAIN; exec PROGRAM; fi\n';
  const programs = ["bash -l", "/bin/sh -s", "zsh", "fish"].filter((one) => existsSync(`/usr/bin/${one.split(" ")[0]}`) || one.startsWith("/"));
  describe.each(programs)("%s", (program) => {
    it.each([
      ["mf-free", "RootRequired"],
      ["mf-bash", "RootRequired"],
      ["root", "CommandFailed"],
    ] as const)("runs nothing for %s, and gets no byte of an installer", async (user, code) => {
      const home = user === "root" ? join(host.folder, "root") : host.home(user);
      const made = join(home, "executed");
      writeFileSync(join(home, ".bashrc"), AGAIN.replace("PROGRAM", program));
      const machine = await createConnect({ baseDir: host.baseDir })(host.target(user));
      await expect(machine.script(`touch ${made}`)).rejects.toMatchObject({ code, retryable: false });
      const installer = stagedFile(Buffer.from(`touch ${made}\n`.repeat(1_000)));
      await expect(machine.stage(installer, { fence, budgetMs: 5_000 })).rejects.toMatchObject({ code });
      expect(existsSync(made)).toBe(false);
      await machine.close();
      rmSync(join(home, ".bashrc"));
    });
  });
});

describe.skipIf(noSshd)(`a forced command that splits at blanks and knows no quotes${noSshd}`, () => {
  it.each(["root", "mf-free"] as const)("carries scripts and uploads of %s", async (user) => {
    await using host = await startSshd(["ForceCommand exec $SSH_ORIGINAL_COMMAND"]);
    const machine = await createConnect({ baseDir: host.baseDir })(host.target(user));
    expect(await machine.script('echo "$1"', { args: ["it's here"] })).toMatchObject({ exitCode: 0, stdout: "it's here\n" });
    expect(await machine.run(["echo", "it's here"])).toMatchObject({ stdout: "it's here\n" });
    expect(await machine.stage(stagedFile(randomBytes(200_000)), { fence, budgetMs: 20_000 })).toMatchObject({ ready: true });
    await machine.close();
  });
});

describe.skipIf(noSshd)(`a forced command${noSshd}`, () => {
  it.skipIf(needs("script"))(`that records what is done in a terminal is named as that${needs("script")}`, async () => {
    await using host = await startSshd(['ForceCommand script -q -e -c "$SSH_ORIGINAL_COMMAND" /dev/null']);
    for (const user of ["root", "mf-free"] as const) {
      const machine = await createConnect({ baseDir: host.baseDir })(host.target(user));
      await expect(machine.script(":")).rejects.toMatchObject({ retryable: false, message: expect.stringMatching(/talks through a terminal/) });
      await machine.close();
    }
  });

  it("that makes another user of root is not taken for a fault of sudo", async () => {
    await using host = await startSshd(['ForceCommand su mf-bash -c "$SSH_ORIGINAL_COMMAND"']);
    await refused(host, "root", { message: /another user/, recommendedAction: /forced command/, login: "key", target: "127.0.0.1" });
  });
});

describe.skipIf(noSshd)(`a login whose shell is told to repeat what it does${noSshd}`, () => {
  it.each(["-x", "-v"])("shows no secret of a script (set %s)", async (option) => {
    await using host = await startSshd([], { mounts: 'mount --bind "$(readlink -f /bin/bash)" "$(readlink -f /bin/sh)"' });
    writeFileSync(join(host.folder, "root", ".bashrc"), `export SHELLOPTS; set ${option}\n`);
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("root"));
    const answer = await machine.script('printf %s "$WORD" | wc -c', { secrets: { WORD: new Secret("a-word-that-stands-nowhere-else") } });
    expect(answer).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ *31\n$/) });
    expect(JSON.stringify(answer)).not.toContain("stands-nowhere-else");
    await machine.close();
  });
});

/** What is done to sudo, as sh text in the machine's own mount namespace, and what is told of it. */
const COPY = 'cp /usr/bin/sudo "$1/sudo" && chown 0:0 "$1/sudo"';
const OVER = 'mount --bind "$1/sudo" /usr/bin/sudo';
const BROKEN: readonly [string, string, RegExp, RegExp][] = [
  ["whose rules anybody may write", 'chmod 666 "$1/sudoers"', /world writable/, /visudo/],
  ["that lost its setuid bit", `${COPY} && chmod 755 "$1/sudo" && ${OVER}`, /setuid bit.*It said: ".*setuid bit/, /chmod 4755/],
  [
    "on a file system without set-user-id",
    "mount --bind /usr/bin/sudo /usr/bin/sudo && mount -o remount,bind,nosuid /usr/bin/sudo",
    /nosuid/,
    /without nosuid/,
  ],
  ["that its group alone may execute", `${COPY} && chmod 4750 "$1/sudo" && ${OVER}`, /may not execute.*Permission denied/, /4755/],
  ["that is not installed", "mount --bind /dev/null /usr/bin/sudo", /sudo is not installed/, /install sudo/],
];

describe.skipIf(noSshd)(`sudo${noSshd}`, () => {
  it.each(BROKEN)("%s is told by what was seen of it and by what it printed", async (_what, mounts, message, recommendedAction) => {
    await using host = await startSshd([], { mounts: `{ ${mounts}; } && ${NO_DOAS}` });
    for (const login of ["key", "password"] as const) await refused(host, "mf-free", { message, recommendedAction, login, target: "127.0.0.1" });
  });

  it("whose rule leaves out shells is told to be so, with and without a password", async () => {
    await using host = await startSshd();
    const told = { message: /does not allow it to run \/bin\/sh.*not allowed to execute/, recommendedAction: /shells/, target: "127.0.0.1" };
    for (const login of ["key", "password"] as const) await refused(host, "mf-noshell", { ...told, login });
  });

  it("whose rule names our shell and its one word alone is used", async () => {
    await using host = await startSshd();
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-exact"));
    expect((await machine.script("id -u")).stdout).toBe("0\n");
    await machine.close();
  });

  it("whose rule makes it another user is refused, whatever that user's shell answers", async () => {
    await using host = await startSshd();
    await refused(host, "mf-runas", { message: /ran as another user/, recommendedAction: /runas_default/, login: "key", target: "127.0.0.1" });
  });

  it("that lets a shell start nothing else is told to be so before anything is run", async () => {
    await using host = await startSshd();
    await refused(host, "mf-noexec", { message: /no other programs/, recommendedAction: /!noexec/, login: "password", target: "127.0.0.1" });
  });

  it("that refuses a password in words of its administrator's counts it, and one that fails in its own does not", async () => {
    await using host = await startSshd();
    const wrong = { ...host.target("mf-says"), password: new Secret("wrong") };
    const machine = await createConnect({ baseDir: host.baseDir })(wrong);
    await expect(machine.script(":")).rejects.toMatchObject({ target: "Password", message: expect.stringMatching(/did not accept.*verweigert/) });
    await machine.close();
    await refused(host, "mf-full", { message: /unable to mkdir/, recommendedAction: /by hand/, login: "password", target: "127.0.0.1" });
  });

  it("that a forced command does not start is not said to have refused anything", async () => {
    await using host = await startSshd(["ForceCommand case $SSH_ORIGINAL_COMMAND in /bin/sh*) exec $SSH_ORIGINAL_COMMAND ;; *) exit 9 ;; esac"]);
    for (const login of ["key", "password"] as const)
      await refused(host, "mf-free", { message: /without a word/, recommendedAction: /forced command/, login, target: "127.0.0.1" });
  });

  it("that allows one try counts a wrong password, and a right one without a rule not", async () => {
    await using host = await startSshd();
    const wrong = { ...host.target("mf-once"), password: new Secret("wrong") };
    const machine = await createConnect({ baseDir: host.baseDir })(wrong);
    await expect(machine.script(":")).rejects.toMatchObject({ code: "RootRequired", target: "Password" });
    await machine.close();
    await refused(host, "mf-none", { message: /does not allow/, recommendedAction: /rule/, login: "password", target: "127.0.0.1" });
  });

  it.skipIf(needs("git-shell"))(`is not blamed for a login shell that runs no commands${needs("git-shell")}`, async () => {
    await using host = await startSshd();
    await refused(host, "mf-git", {
      message: /does not run commands.*unrecognized command/,
      recommendedAction: /by hand/,
      login: "key",
      target: "127.0.0.1",
    });
  });
});

const doas = existsSync("/usr/bin/doas");
const describeDoas = doas ? describe.skipIf(noSshd) : () => {}; // opendoas is not on every system, and no other needs it
describeDoas("doas in place of sudo", () => {
  const withRules = (rules: string) =>
    `mount --bind /dev/null /usr/bin/sudo && ${ownEtc(`printf '%s\\n' "${rules}" >"$1/etc/doas.conf" && chmod 400 "$1/etc/doas.conf"`)}`;

  it("is used when it asks nothing", async () => {
    await using host = await startSshd([], { mounts: withRules("permit nopass mf-asks as root cmd /bin/sh") });
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-asks"));
    expect((await machine.script("id -u")).stdout).toBe("0\n");
    await machine.close();
  });

  it.each(["permit mf-asks", "deny mf-asks"])("is named with its own rule when it says %s", async (rules) => {
    await using host = await startSshd([], { mounts: withRules(rules) });
    await refused(host, "mf-asks", { message: /doas.*It said: "doas: /, recommendedAction: /permit nopass/, login: "password", target: "127.0.0.1" });
  });
});

describe.skipIf(noSshd)(`a home folder that root cannot look into${noSshd}`, () => {
  // A root whom the rights of files bind, as on NFS with root_squash or on a FUSE mount of the user's.
  const BOUND = 'chmod 700 "$1/home/mf-free"; exec setpriv --bounding-set=-dac_override,-dac_read_search /usr/sbin/sshd -D -e -f "$1/sshd_config"';

  it("is named before a byte is sent", async () => {
    await using host = await startSshd([], { mounts: BOUND });
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-free"));
    let wasRead = false;
    const installer = stagedFile(randomBytes(200_000));
    async function* lend(offset: number, signal: AbortSignal) {
      wasRead = true;
      yield* installer.lend(offset, signal);
    }
    const told = {
      code: "CommandFailed",
      message: expect.stringMatching(/root cannot read .*\/home\/mf-free\/\.mobility-fleet\/.*Permission denied.*Nothing was sent/),
    };
    await expect(machine.stage({ ...installer, lend }, { fence, budgetMs: 20_000 })).rejects.toMatchObject({
      ...{ ...told, recommendedAction: expect.stringMatching(/local disk/) },
    });
    expect(wasRead).toBe(false);
    await machine.close();
  });
});

type Told = Readonly<{ message: RegExp; recommendedAction: RegExp; login: "key" | "password"; target: string }>;

async function refused(host: TestMachine, user: UserName, { message, recommendedAction, login, target }: Told): Promise<void> {
  const machine = await createConnect({ baseDir: host.baseDir })(host.target(user, login));
  const error = await machine.script(":").catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({
    ...{ code: "RootRequired", retryable: false, target },
    message: expect.stringMatching(message),
    recommendedAction: expect.stringMatching(recommendedAction),
  });
  expect(String(error)).not.toContain(PASSWORD);
  await machine.close();
}

/** An /etc that this machine alone has, as it is now, changed by sh text. */
function ownEtc(change: string): NonNullable<SshdOptions["mounts"]> {
  return `cp -a /etc "$1/etc" && { ${change}; } && mount --bind "$1/etc" /etc`;
}
const NO_DOAS = doas ? "mount --bind /dev/null /usr/bin/doas" : ":";
