import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import { createConnect } from "../../lib/remote/connect.js";
import { type Need, needs } from "../here.js";
import { noSshd, PASSWORD, startSshd, type TestMachine, type UserName } from "./sshd.js";
import { stagedFile } from "./staged-file.js";

const fence = { installation: "site-1", token: 1 };
const run = { job: "job-1", name: "install 1" };

describe.skipIf(noSshd)(`a start file that gives the login's streams away${noSshd}`, () => {
  let host: TestMachine;
  beforeAll(async () => {
    host = await startSshd();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const lost = (stream: "stdout" | "stderr") => ({
    ...{ code: "CommandFailed", retryable: false, message: expect.stringMatching(`without its ${stream}`) },
    ...{ possibleCauses: expect.stringContaining(".bashrc"), recommendedAction: expect.stringMatching(/\[ -t [12] \].*by hand/) },
  });
  const runsNothing = {
    retryable: false,
    message: expect.stringMatching(/did not start \/bin\/sh \(it answered nothing/),
    recommendedAction: expect.stringMatching(/by hand/),
  };
  it.each([
    ["2>&-", lost("stderr")],
    ["2>/dev/null", lost("stderr")],
    ["2>&1", lost("stderr")],
    [">&-", lost("stdout")],
    [">/dev/null", lost("stdout")],
    ["<&-", runsNothing],
    ["</dev/null", runsNothing],
    [">/dev/null 2>&1", runsNothing],
  ])("by exec %s is named long before the time of a command is over", async (streams, error) => {
    for (const user of ["root", "mf-free"] as const) {
      writeFileSync(startFile(host, user, ".bashrc"), `exec ${streams}\n`);
      const machine = await createConnect({ baseDir: host.baseDir })(host.target(user));
      await expect(machine.script(":", { timeoutMs: 29_000 })).rejects.toMatchObject(error);
      await machine.close();
    }
  });
});

describe.skipIf(noSshd)(`a start file that leaves something running which holds the login's output${noSshd}`, () => {
  // A child of bash's first one: nothing of ours waits for it, and it outlives the command.
  const LEAVES = "(sleep 120 & echo $! >>~/left)\n";

  it.each(["root", "mf-free", "mf-asks"] as const)("holds up neither scripts nor uploads nor a sudo that asks, for %s", async (user) => {
    await using host = await startSshd();
    const passwd = join(host.folder, "passwd");
    writeFileSync(passwd, readFileSync(passwd, "utf8").replace(/^(mf-asks:.*):[^:]*$/m, "$1:/bin/bash"));
    writeFileSync(startFile(host, user, ".bashrc"), LEAVES);
    const machine = await createConnect({ baseDir: host.baseDir })({ ...host.target(user), password: new Secret(PASSWORD) });
    expect(await machine.script("id -u", { timeoutMs: 20_000 })).toMatchObject({ stdout: "0\n" });
    expect(await machine.stage(stagedFile(randomBytes(200_000)), { fence, budgetMs: 20_000 })).toMatchObject({ ready: true });
    await machine.close();
    for (const pid of readFileSync(startFile(host, user, "left"), "utf8")
      .trim()
      .split("\n"))
      process.kill(Number(pid));
  });

  it("holds up no refusal of sudo", async () => {
    await using host = await startSshd();
    writeFileSync(startFile(host, "mf-bash", ".bashrc"), LEAVES);
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-bash"));
    await expect(machine.script(":", { timeoutMs: 20_000 })).rejects.toMatchObject({ code: "RootRequired" });
    await machine.close();
    for (const pid of readFileSync(startFile(host, "mf-bash", "left"), "utf8")
      .trim()
      .split("\n"))
      process.kill(Number(pid));
  });
});

/** What bash takes from a start file into the shell that it starts: it does so where /bin/sh is bash. */
const FUNCTIONS = ["cat", "head", "printf", "read", "wc", "mkdir", "find", "flock", "exec", "set", "unset", "command", "umask", "cd", "id", "["];
const ODD: readonly [string, UserName, string, string][] = [
  ["functions called as our commands", "mf-free", ".bashrc", FUNCTIONS.map((name) => `${name}() { echo no; }; export -f ${name}\n`).join("")],
  ["options of bash", "root", ".bashrc", "set -a -e -u -C -f -b -o pipefail -o posix; export SHELLOPTS\n"],
  ["more options of bash", "root", ".bashrc", "shopt -s nullglob failglob xpg_echo nocasematch lastpipe dotglob; export BASHOPTS\n"],
  ["an IFS of letters and slashes", "root", ".bashrc", "export IFS=/m0\n"],
  ["variables that shells and tools obey", "root", ".bashrc", "export POSIXLY_CORRECT=1 ENV=/nonexistent BASH_ENV=/etc/passwd CDPATH=/usr:/etc\n"],
  ["variables of our scripts", "root", ".bashrc", "export MF_OPENED=yes MF_BASE=/tmp/x mf_uid=5 mf_words=/bin/sh state=fenced seen=9\n"],
  ["a PATH that leads nowhere", "mf-free", ".bashrc", "export PATH=/nonexistent\n"],
  ["no PATH", "mf-free", ".bashrc", "unset PATH\n"],
  ["a library to load first", "root", ".bashrc", "export LD_PRELOAD=/nonexistent.so\n"],
  ["umask 777", "root", ".bashrc", "umask 777\n"],
  ["umask 777", "mf-free", ".bashrc", "umask 777\n"],
  ["no HOME", "mf-free", ".bashrc", "unset HOME\n"],
  ["a HOME called -", "mf-free", ".bashrc", "export HOME=-\n"],
  ["a language that is not there", "mf-free", ".bashrc", "export LANG=xx_YY.klingon LC_ALL=tr_TR.UTF-8 LANGUAGE=de TMPDIR=/nonexistent\n"],
  ["traps", "mf-free", ".bashrc", "trap 'echo bye; echo bye >&2' EXIT; trap '' HUP TERM INT PIPE CHLD; trap 'echo debug' DEBUG; set -E -T\n"],
  ["a program that reads stdin", "root", ".bashrc", "read -r -t 1 line\n"],
  ["a program that goes on behind", "mf-free", ".bashrc", "(sleep 2; echo late; echo late >&2) &\n"],
  ["a folder that is gone", "mf-free", ".bashrc", 'mkdir "/tmp/mf-gone.$$"; cd "/tmp/mf-gone.$$"; rmdir "/tmp/mf-gone.$$"\n'],
  ["a copy of all output by tee", "mf-free", ".bashrc", "exec > >(tee -a ~/log) 2> >(tee -a ~/err >&2)\n"],
  [
    "aliases, functions and options of zsh",
    "mf-zsh",
    ".zshenv",
    "setopt noclobber nounset nomatch; alias env=false; function sudo { false }; PATH=/nonexistent\n",
  ],
  [
    "aliases and options of tcsh",
    "mf-csh",
    ".cshrc",
    "set noclobber; set noglob; alias env false; alias sudo false; umask 777; setenv PATH /nonexistent\n",
  ],
  ["functions of fish", "mf-fish", ".config/fish/config.fish", "function sudo; false; end; function env; false; end; set -gx PATH /nonexistent\n"],
];

describe.skipIf(noSshd)(`a start file that sets${noSshd}`, () => {
  let host: TestMachine;
  beforeAll(async () => {
    host = await startSshd([], { mounts: 'mount --bind "$(readlink -f /bin/bash)" "$(readlink -f /bin/sh)"' });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const SHELLS: Partial<Record<UserName, Need>> = { "mf-zsh": "zsh", "mf-csh": "tcsh", "mf-fish": "fish" };
  const here = ODD.filter(([, user]) => needs(SHELLS[user] ?? "bash") === "");
  it.each(here)("%s changes nothing for %s", async (_what, user, file, text) => {
    const start = startFile(host, user, file);
    writeFileSync(start, text);
    const machine = await createConnect({ baseDir: host.baseDir })({ ...host.target(user), password: new Secret(PASSWORD) });
    const { exitCode, stdout, stderr } = await machine.script('echo "$(id -u) $1 $(umask) $HOME"; echo err >&2; exit 3', { args: ["it's *"] });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 3, stdout: "0 it's * 0022 /root\n", stderr: "err\n" });
    expect(await machine.stage(stagedFile(randomBytes(200_000)), { fence, budgetMs: 20_000 })).toMatchObject({ ready: true });
    await machine.launch({ run, script: "echo done", args: [] }, fence);
    await expect.poll(() => machine.look(), { timeout: 10_000 }).toMatchObject({ state: "ended", exitCode: 0 });
    await machine.clear(run, fence);
    await machine.close();
    rmSync(start);
  });

  it("a limit on the size of files is named, and is no lost connection", async () => {
    for (const user of ["root", "mf-free"] as const) {
      const start = startFile(host, user, ".bashrc");
      writeFileSync(start, "ulimit -f 20\n");
      const machine = await createConnect({ baseDir: host.baseDir })(host.target(user));
      await expect(machine.stage(stagedFile(randomBytes(200_000)), { fence, budgetMs: 20_000 })).rejects.toMatchObject({
        ...{
          code: "CommandFailed",
          retryable: false,
          message: expect.stringContaining("limit"),
          recommendedAction: expect.stringContaining("ulimit -f"),
        },
      });
      await machine.close();
      rmSync(start);
    }
  });

  it("a folder of uploads that another user owns is named by an upload", async () => {
    rmSync(join(host.home("mf-free"), ".mobility-fleet"), { recursive: true, force: true });
    mkdirSync(join(host.home("mf-free"), ".mobility-fleet", fence.installation), { recursive: true });
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-free"));
    await expect(machine.stage(stagedFile(randomBytes(1_000)), { fence, budgetMs: 20_000 })).rejects.toMatchObject({
      ...{ code: "CommandFailed", message: expect.stringMatching(/cannot write into .*\.mobility-fleet\/site-1/) },
    });
    await machine.close();
    rmSync(join(host.home("mf-free"), ".mobility-fleet"), { recursive: true });
  });

  it("a home folder that is not there is named by an upload", async () => {
    const start = startFile(host, "mf-free", ".bashrc");
    writeFileSync(start, "export HOME=/nonexistent\n");
    const machine = await createConnect({ baseDir: host.baseDir })(host.target("mf-free"));
    await expect(machine.stage(stagedFile(randomBytes(1_000)), { fence, budgetMs: 20_000 })).rejects.toMatchObject({
      ...{ code: "CommandFailed", message: expect.stringContaining("the home folder of the account is '/nonexistent'") },
    });
    await machine.close();
    rmSync(start);
  });
});

function startFile(host: TestMachine, user: UserName, file: string): string {
  const start = join(user === "root" ? join(host.folder, "root") : host.home(user), file);
  mkdirSync(dirname(start), { recursive: true });
  return start;
}
