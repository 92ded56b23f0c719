import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "../../lib/core/secret.js";
import type { SshTarget } from "../../lib/remote/machine.js";
import { freePort } from "../free-port.js";
import { needs } from "../here.js";
import { until } from "../until.js";

const SSHD = "/usr/sbin/sshd";
export const PASSWORD = "right 'pass' $word";

/** Users of the test machine; all but root exist only in its private mount namespace. The password of `mf-old` has expired. */
const USERS = {
  "mf-free": { shell: "/bin/bash", rule: "mf-free ALL=(root) NOPASSWD: ALL" },
  "mf-csh": { shell: "/bin/tcsh", rule: "mf-csh ALL=(root) NOPASSWD: ALL" },
  "mf-fish": { shell: "/usr/bin/fish", rule: "mf-fish ALL=(root) ALL" },
  "mf-zsh": { shell: "/usr/bin/zsh", rule: "mf-zsh ALL=(root) NOPASSWD: ALL" },
  "mf-tty": { shell: "/bin/sh", rule: "mf-tty ALL=(root) NOPASSWD: ALL\nDefaults:mf-tty requiretty" },
  "mf-pty": { shell: "/bin/sh", rule: "mf-pty ALL=(root) ALL\nDefaults:mf-pty use_pty, lecture=always" },
  "mf-asks": { shell: "/bin/sh", rule: "mf-asks ALL=(root) ALL" },
  "mf-other": { shell: "/bin/sh", rule: "mf-other ALL=(root) ALL\nDefaults:mf-other rootpw" },
  "mf-old": { shell: "/bin/sh", rule: "mf-old ALL=(root) NOPASSWD: ALL" },
  "mf-none": { shell: "/bin/sh", rule: "" },
  "mf-bash": { shell: "/bin/bash", rule: "" },
  "mf-noshell": { shell: "/bin/sh", rule: "mf-noshell ALL=(root) NOPASSWD: ALL, !/bin/sh, !/usr/bin/sh, !/bin/bash" },
  "mf-exact": { shell: "/bin/sh", rule: "mf-exact ALL=(root) NOPASSWD: /bin/sh -s" },
  "mf-runas": { shell: "/bin/sh", rule: "mf-runas ALL=(ALL) NOPASSWD: ALL\nDefaults:mf-runas runas_default=mf-none" },
  "mf-once": { shell: "/bin/sh", rule: "mf-once ALL=(root) ALL\nDefaults:mf-once passwd_tries=1" },
  "mf-noexec": { shell: "/bin/sh", rule: "mf-noexec ALL=(root) ALL\nDefaults:mf-noexec noexec" },
  "mf-says": { shell: "/bin/sh", rule: 'mf-says ALL=(root) ALL\nDefaults:mf-says passwd_tries=1, authfail_message="Zugriff verweigert"' },
  "mf-full": { shell: "/bin/sh", rule: "mf-full ALL=(root) ALL\nDefaults:mf-full log_output, !ignore_iolog_errors, iolog_dir=/proc/none" },
  "mf-git": { shell: "/usr/bin/git-shell", rule: "" },
  "mf-nologin": { shell: "/usr/sbin/nologin", rule: "" },
} as const;
export type UserName = keyof typeof USERS | "root";

/** What a real sshd lacks here; empty where it runs. */
export const noSshd: string = needs("root", "mount namespaces", "OpenSSH's server", "ssh-keygen", "openssl", "sudo");

export type TestMachine = AsyncDisposable &
  Readonly<{ folder: string; baseDir: string; target(user: UserName, login?: "key" | "password"): SshTarget; home(user: UserName): string }>;

/** `mounts`: sh text that runs in the server's own mount namespace, `$1` is its folder. */
export type SshdOptions = Readonly<{ hostKeyType?: string; mounts?: string }>;

/** A real sshd on a free loopback port, with users and sudo of its own. */
export async function startSshd(
  extraConfig: readonly string[] = [],
  { hostKeyType = "ed25519", mounts = ":" }: SshdOptions = {},
): Promise<TestMachine> {
  const folder = mkdtempSync(join(tmpdir(), "mf-sshd-"));
  chmodSync(folder, 0o755);
  const port = await freePort();
  for (const [name, type] of [
    ["host", hostKeyType],
    ["user", hostKeyType === "rsa" ? "rsa" : "ed25519"],
  ] as const) {
    execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-f", join(folder, name)]);
  }
  writeUsers(folder);
  writeFileSync(join(folder, "sshd_config"), sshdConfig(folder, port, extraConfig));
  const server = spawn("unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", namespace(mounts), "sh", folder], { stdio: "ignore" });
  await waitForPort(port, () => server.exitCode).catch((error: unknown) => {
    server.kill();
    throw error;
  });
  const [hostKeyType_, , sha256] = fingerprint(join(folder, "host.pub"));
  const target = (user: UserName, login: "key" | "password" = "key"): SshTarget => ({
    address: "127.0.0.1",
    port,
    userName: user,
    ...(login === "key" ? { privateKey: new Secret(readFileSync(join(folder, "user"), "utf8")) } : { password: new Secret(PASSWORD) }),
    hostKeySha256: sha256,
    hostKeyType: hostKeyType_,
    legacySsh: false,
    acceptUnknownHostKey: false,
    connectTimeoutMs: 10_000,
  });
  return {
    folder,
    baseDir: join(folder, "base"),
    target,
    home: (user) => join(folder, "home", user),
    async [Symbol.asyncDispose]() {
      server.kill();
      await once(server, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Only this server and its children see these mounts. */
const namespace = (mounts: string) => `
for file in passwd shadow group sudoers; do mount --bind "$1/$file" "/etc/$file" || exit 1; done
mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && { ${mounts}
} && exec ${SSHD} -D -e -f "$1/sshd_config"`;

const sshdConfig = (folder: string, port: number, extra: readonly string[]) =>
  [
    ...extra, // sshd takes the first value of a keyword
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/user.pub`,
    `PidFile ${folder}/pid`,
    "PermitRootLogin yes",
    "PasswordAuthentication yes",
    "KbdInteractiveAuthentication no",
    "StrictModes no",
    "UsePAM no",
    "UseDNS no",
    "MaxStartups 100",
    "",
  ].join("\n");

function writeUsers(folder: string): void {
  const hash = execFileSync("openssl", ["passwd", "-6", PASSWORD], { encoding: "utf8" }).trim();
  const names = Object.keys(USERS) as (keyof typeof USERS)[]; // the keys of a literal
  const lines = (line: (name: keyof typeof USERS, id: number) => string) => names.map((name, index) => `${line(name, 64_100 + index)}\n`).join("");
  const write = (file: string, text: string, mode: number) => writeFileSync(join(folder, file), text, { mode });
  const passwd = readFileSync("/etc/passwd", "utf8").replace(/^root:.*$/m, `root:x:0:0:root:${folder}/root:/bin/bash`); // this machine's own start files may be slow
  write("passwd", passwd + lines((n, id) => `${n}:x:${id}:${id}::${folder}/home/${n}:${USERS[n].shell}`), 0o644);
  write("shadow", readFileSync("/etc/shadow", "utf8") + lines((n) => `${n}:${hash}:${n === "mf-old" ? 0 : 19_000}:0:99999:7:::`), 0o600);
  write("group", readFileSync("/etc/group", "utf8") + lines((n, id) => `${n}:x:${id}:`), 0o644);
  write("sudoers", `Defaults !lecture\nDefaults passwd_tries=3\nroot ALL=(ALL) ALL\n${lines((n) => USERS[n].rule)}`, 0o440);
  mkdirSync(join(folder, "root"), { mode: 0o700 });
  for (const [index, name] of names.entries()) {
    mkdirSync(join(folder, "home", name), { recursive: true });
    chownSync(join(folder, "home", name), 64_100 + index, 64_100 + index);
  }
}

function fingerprint(publicKeyFile: string): [type: string, comment: string, sha256: string] {
  const line = execFileSync("ssh-keygen", ["-l", "-f", publicKeyFile], { encoding: "utf8" });
  const type = readFileSync(publicKeyFile, "utf8").split(" ")[0] ?? "";
  return [type, "", /SHA256:(\S+)/.exec(line)?.[1] ?? ""];
}

async function waitForPort(port: number, exitCode: () => number | null): Promise<void> {
  await until(async () => exitCode() !== null || (await greets(port)), { what: "sshd greets" });
  if (exitCode() !== null) throw new Error(`sshd did not start (exit code ${exitCode()})`);
}

/** A bare connection that was refused is not counted by sshd; one that is greeted is closed at once. */
const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => resolve(false)).on("close", () => resolve(false));
    socket.once("data", () => {
      resolve(true);
      socket.destroy();
    });
  });
