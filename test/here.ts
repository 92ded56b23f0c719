import { spawnSync } from "node:child_process";

const runs = (program: string, ...args: readonly string[]): boolean => {
  const { error, status } = spawnSync(program, args, { stdio: "ignore", timeout: 30_000, env: { ...process.env, PATH } });
  return error === undefined && status !== null && status !== 126 && status !== 127;
};
const succeeds = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore", timeout: 30_000 }).status === 0;

/** An ordinary user's may lack the folders of root's programs. */
const PATH = `${process.env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`;

/** What a test may need beside Node, and how that is tried: by executing it, because what exists may still be forbidden or broken. */
const TRIES = {
  root: () => process.getuid?.() === 0,
  Linux: () => process.platform === "linux",
  "mount namespaces": () => succeeds("unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"),
  "OpenSSH's server": () => runs("/usr/sbin/sshd", "-V"),
  "ssh-keygen": () => runs("ssh-keygen", "-?"),
  sudo: () => runs("sudo", "-V"),
  flock: () => succeeds("flock", "--version"),
  setsid: () => succeeds("setsid", "--version"),
  shellcheck: () => succeeds("shellcheck", "--version"),
  curl: () => succeeds("curl", "--version"),
  wget: () => succeeds("wget", "--version"),
  puttygen: () => succeeds("puttygen", "--version"),
  openssl: () => succeeds("openssl", "version"),
  python3: () => succeeds("python3", "-c", "import zipfile"),
  xz: () => succeeds("xz", "--version"),
  sh: () => succeeds("sh", "-c", "exit 0"),
  dash: () => succeeds("dash", "-c", "exit 0"),
  bash: () => succeeds("bash", "-c", "exit 0"),
  busybox: () => succeeds("busybox", "sh", "-c", "exit 0"),
  tcsh: () => succeeds("/bin/tcsh", "-f", "-c", "exit 0"),
  fish: () => succeeds("/usr/bin/fish", "-c", "exit 0"),
  "git-shell": () => runs("/usr/bin/git-shell", "-c", "exit"),
  "chromium-headless-shell": () => runs("/usr/bin/chromium-headless-shell", "--version"),
  script: () => succeeds("/usr/bin/script", "-q", "-c", "true", "/dev/null"),
  zsh: () => succeeds("/usr/bin/zsh", "-f", "-c", "exit 0"),
} as const satisfies Readonly<Record<string, () => boolean>>;

export type Need = keyof typeof TRIES;

const found = new Map<Need, boolean>();

/** True when this can be used here; each is tried once. */
export function has(need: Need): boolean {
  const known = found.get(need) ?? TRIES[need]();
  found.set(need, known);
  return known;
}

/** What is missing here, as a test that is skipped says behind its name: ` (needs sudo, fish)`. Empty where all is there. */
export function needs(...all: readonly Need[]): string {
  const missing = all.filter((need) => !has(need));
  return missing.length > 0 ? ` (needs ${missing.join(", ")})` : "";
}
