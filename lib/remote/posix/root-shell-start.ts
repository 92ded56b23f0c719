import { randomBytes } from "node:crypto";
import { FleetError } from "../../core/errors.js";
import { Secret } from "../../core/secret.js";
import type { SshTarget } from "../machine.js";
import type { CommandResult, Transport } from "../transport.js";
import type { ShellStart } from "./open-shell.js";
import { toShell } from "./quote.js";
import { LOGIN_SHELL } from "./shell.js";

/**
 * Finds out once per connection how this login becomes root: it is root, sudo asks nothing, or sudo wants the account's password.
 * A password is tried once; a refusal is remembered, because each try counts towards a lock-out. Errors: RootRequired.
 */
export function rootShellStart(transport: Transport, target: SshTarget): () => Promise<ShellStart> {
  let found: Promise<ShellStart> | undefined;
  return () => {
    found ??= target.userName === "root" ? Promise.resolve(LOGIN_SHELL) : findSudo(transport, target);
    return found;
  };
}

const SUDO = ["env", "LC_ALL=C", "sudo"] as const; // its messages in English; `env` is understood by every login shell
const WITHOUT_PASSWORD: ShellStart = { command: [...SUDO, "-n", "/bin/sh", "-s"] };

async function findSudo(transport: Transport, target: SshTarget): Promise<ShellStart> {
  const sign = `mf-${randomBytes(12).toString("hex")}`; // an exit code alone says little: a login may start something else instead
  const result = await transport.run(toShell(WITHOUT_PASSWORD.command), { stdin: `echo ${sign}\n` });
  if (result.stdout.includes(sign)) return WITHOUT_PASSWORD;
  if (!/password is required/.test(result.stderr)) throw rootRequired(target, adviceFor(result));
  if (!target.password) throw rootRequired(target, PASSWORD_MISSING);
  return withPassword(transport, target, target.password);
}

/** Proves the password with nothing behind it: sudo would take the lines of a script for further tries. `-k` makes sudo ask always. */
async function withPassword(transport: Transport, target: SshTarget, password: Secret): Promise<ShellStart> {
  if (/[\r\n]/.test(password.reveal())) throw rootRequired(target, PASSWORD_WRONG);
  const start: ShellStart = { command: [...SUDO, "-k", "-S", "-p", "", "/bin/sh", "-s"], input: new Secret(`${password.reveal()}\n`) };
  const { exitCode, stderr } = await transport.run(toShell(start.command), { stdin: new Secret(`${password.reveal()}\n`) });
  if (exitCode === 0) return start;
  throw rootRequired(target, /not in the sudoers|not allowed|may not run/.test(stderr) ? NO_RIGHTS : PASSWORD_WRONG);
}

/** `target` tells the caller that a password was refused, which counts against the account. */
type Advice = Readonly<{ why: string; recommendedAction: string; target?: "Password" }>;

const NO_RIGHTS: Advice = {
  why: "sudo does not allow it to run /bin/sh as root",
  recommendedAction: "Use root, or give the account the rule `<user> ALL=(root) NOPASSWD: ALL` in /etc/sudoers.d.",
};
const PASSWORD_MISSING: Advice = {
  why: "sudo asks for a password and the account has none",
  recommendedAction: "Add the password to the account, or NOPASSWD to its sudo rule.",
};
const PASSWORD_WRONG: Advice = {
  why: "sudo did not accept the account's password",
  recommendedAction: "Correct the password of the account; it is not tried again before.",
  target: "Password",
};
const NEEDS_TERMINAL: Advice = {
  why: "sudo demands a terminal (requiretty)",
  recommendedAction: "Add `Defaults:<user> !requiretty` to /etc/sudoers.d.",
};
const NO_COMMANDS: Advice = {
  why: "its login does not run commands (no real shell, an expired password, or a forced command)",
  recommendedAction: "Log in by hand with the account and run `sudo -n id`; then correct the account, or use another one.",
};
const NO_SUDO: Advice = { why: "sudo is not installed", recommendedAction: "Use root, or install sudo and give the account a rule." };

function adviceFor({ exitCode, stderr }: CommandResult): Advice {
  if (exitCode === 127 || /sudo: (command )?not found|'?sudo'?: No such file/.test(stderr)) return NO_SUDO;
  if (/must have a tty/.test(stderr)) return NEEDS_TERMINAL;
  return /sudo/.test(stderr) ? NO_RIGHTS : NO_COMMANDS;
}

const rootRequired = ({ address, userName }: SshTarget, { why, recommendedAction, target }: Advice) =>
  new FleetError("RootRequired", `${userName} cannot become root on ${address}: ${why}.`, { target: target ?? address, recommendedAction });
