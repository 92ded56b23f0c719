import { FleetError } from "../../../core/errors.js";
import type { Facts } from "../../facts.js";
import type { SshTarget } from "../../machine.js";
import { itSaid } from "../../said.js";

/** Why a login does not become root, and what helps. `target` tells the caller that a password was refused, which counts against the account. */
export type Advice = Readonly<{ why: string; recommendedAction: string; target?: "Password" }>;

/** `heard` is what was printed on the way; it is shown, short and without the account's secrets. */
export const rootRequired = (login: SshTarget, { why, recommendedAction, target }: Advice, heard = "", cause?: unknown): FleetError =>
  new FleetError(
    "RootRequired",
    `${login.userName} cannot become root on ${login.address}: ${why}.${itSaid(heard, [login.password, login.privateKeyPassphrase])}`,
    { target: target ?? login.address, recommendedAction, cause },
  );

/** What can be seen to be wrong with sudo itself; undefined when nothing is. */
export function brokenSudo(facts: Facts): Advice | undefined {
  const sudo = facts.get("sudo") ?? "sudo";
  if (facts.has("denied"))
    return advice(
      `the account may not execute ${sudo}`,
      `Set the mode of ${sudo} back to 4755, or put the account into the group that may execute it.`,
    );
  if (facts.has("setuid"))
    return advice(
      `${sudo} lost its setuid bit or its owner root`,
      `As root, \`chown root:root ${sudo} && chmod 4755 ${sudo}\`, or install sudo anew.`,
    );
  if (facts.has("nosuid"))
    return advice(
      `${sudo} is on a file system that is mounted nosuid (${facts.get("nosuid")})`,
      `Mount ${facts.get("nosuid")} without nosuid, or use root as the account.`,
    );
  if (facts.has("privileges"))
    return advice(
      "its processes may gain no privileges (no_new_privs)",
      "Take NoNewPrivileges off the SSH service or the container, or use root as the account.",
    );
  if (facts.has("open")) return rulesBroken(facts.get("open") ?? "");
  return undefined;
}

/** What sudo, which was not seen to be broken, says in its words (those of sudo and sudo-rs, in English). */
export function adviceByWords(heard: string): Advice {
  if (heard.trim() === "") return SILENT;
  if (/must have a tty|a terminal is required|no tty present/i.test(heard)) return NEEDS_TERMINAL;
  if (/world writable|owned by uid|syntax error|parse error|bad permissions|unable to (open|read|stat|initialize)|no valid sudoers/i.test(heard))
    return rulesBroken("/etc/sudoers");
  if (/not in the sudoers|not allowed|may not run|can't do that/i.test(heard)) return NO_RIGHTS;
  if (/account.{0,200}(expired|locked|validation)|password.{0,200}expired/i.test(heard)) return ACCOUNT_EXPIRED;
  return UNKNOWN;
}

/** Does sudo, which may ask nothing, want a password? */
export const wantsPassword = (heard: string): boolean =>
  /password is required|authentication (is )?required|authentication required but not attempted/i.test(heard);

/** Is it sudo itself that could not do something? Else words of nobody's may be an administrator's own for a wrong password (authfail_message). */
const couldNot = (heard: string): boolean => /unable to|cannot|could not|error|not found|no such|unknown|problem with/i.test(heard);

/** Was it the password that sudo did not accept? `asked`: it had asked for one. In doubt it was: what is tried again counts towards a lock-out. */
export function refusesPassword(heard: string, { asked }: Readonly<{ asked: boolean }>): boolean {
  const byWords = adviceByWords(heard);
  if (byWords === NO_RIGHTS) return false;
  return REFUSES.test(heard) || (byWords === UNKNOWN && !couldNot(heard)) || (byWords === SILENT && asked);
}

const REFUSES =
  /incorrect password|authentication fail|authentication required but not attempted|try again|no password was provided|password is required/i;

const advice = (why: string, recommendedAction: string): Advice => ({ why, recommendedAction });

const rulesBroken = (file: string): Advice =>
  advice(
    `sudo does not take its rules from ${file}`,
    `As root, run \`visudo -c\` and correct what it names; ${file} must be root's, with mode 0440 and nobody else able to write it.`,
  );

const RULE = "`<user> ALL=(root) NOPASSWD: ALL` in /etc/sudoers.d";

export const NO_RIGHTS = advice(
  "sudo does not allow it to run /bin/sh as root",
  `Use root, or give the account the rule ${RULE}; it must not leave out shells.`,
);
export const UNKNOWN = advice(
  "sudo did not start /bin/sh as root",
  `Run \`sudo -n /bin/sh -c id\` by hand with the account; correct what it says, or give the account the rule ${RULE}.`,
);
export const SILENT = advice(
  "sudo was not started, or ended without a word",
  "Run `sudo -n /bin/sh -c id` by hand with the account; a forced command or a restricted shell must let it run /usr/bin/env and sudo, too.",
);
const NEEDS_TERMINAL = advice("sudo demands a terminal (requiretty)", "Add `Defaults:<user> !requiretty` to /etc/sudoers.d.");
const ACCOUNT_EXPIRED = advice(
  "its account or password is expired or locked there",
  "Let the account in again with `chage` or `passwd -u` on the machine, or use another one.",
);

export const PASSWORD_MISSING = advice(
  "sudo asks for a password and the account has none",
  "Add the password to the account, or NOPASSWD to its sudo rule.",
);
export const PASSWORD_WRONG: Advice = {
  why: "sudo did not accept the account's password",
  recommendedAction: "Correct the password of the account; it is not tried again before.",
  target: "Password",
};
export const NO_COMMANDS = advice(
  "its login does not run commands (no real shell, another program by exec, stdin or its output closed, an expired password, or a forced command)",
  "Run `echo sudo -n id | ssh <account>@<machine> /bin/sh -s` by hand; then correct the account, or use another one.",
);
export const NO_SUDO = advice("sudo is not installed", "Use root, or install sudo and give the account a rule.");
export const NO_DOAS = advice(
  "doas, which is there in place of sudo, does not let it run /bin/sh as root without a password",
  "Add `permit nopass <user> as root cmd /bin/sh` to /etc/doas.conf: doas takes a password from a terminal alone.",
);
export const NO_PROGRAMS = advice(
  "the shell that sudo starts may start no other programs (noexec)",
  "Add `Defaults:<user> !noexec` to /etc/sudoers.d, and take the tag NOEXEC out of the account's rule.",
);
export const LOGIN_NOT_ROOT = advice(
  "its login runs as another user there",
  "Look at the forced command and the start files of root (`su`, `sudo -u`), and at the uid of root in /etc/passwd.",
);
export const NOT_ROOT = advice(
  "what should have made it root ran as another user",
  "Look at `runas_default` in sudoers, at programs called sudo in /usr/local, and at the uid of root in /etc/passwd.",
);
