import { FleetError } from "../../../core/errors.js";
import { Secret } from "../../../core/secret.js";
import { readFacts } from "../../facts.js";
import type { SshTarget } from "../../machine.js";
import type { OpenShell, ShellOpener } from "../../staying/open-shell.js";
import type { Shell } from "../../staying/shell-pool.js";
import { until } from "../../staying/until.js";
import type { Transport } from "../../transport.js";
import { failWhenCutOff, LOGIN, notStarted, openPatiently, StreamLost } from "../login-shell.js";
import type { Opened, ShellStart } from "../open-shell.js";
import sudoLookScript from "../scripts/sudo-look.sh";

import {
  adviceByWords,
  brokenSudo,
  LOGIN_NOT_ROOT,
  NO_COMMANDS,
  NO_DOAS,
  NO_PROGRAMS,
  NO_SUDO,
  NOT_ROOT,
  PASSWORD_MISSING,
  PASSWORD_WRONG,
  refusesPassword,
  rootRequired,
  wantsPassword,
} from "./root-advice.js";
import { trySudoPassword } from "./sudo-password.js";

/** How this login becomes root, and the shell that showed it, for whoever needs one first. */
type Way = Readonly<{ start: ShellStart; first?: OpenShell }>;
type Becoming = Readonly<{ transport: Transport; login: SshTarget; user: Shell }>;

/**
 * Opens shells that have proved to be root's. How the login becomes root is found out once per connection: it is root, or sudo or doas asks
 * nothing, or sudo wants the account's password. A password is tried once; a refusal is remembered, because each try counts towards a lock-out.
 * Errors: RootRequired; CommandFailed for a root whose login runs no commands.
 */
export function rootShell(becoming: Becoming): ShellOpener {
  const { transport, login } = becoming;
  let found: Promise<Way> | undefined;
  let first: OpenShell | undefined;
  return async (limits) => {
    found ??= findWay(becoming).then((way) => {
      first = way.first;
      return way;
    });
    const { start } = await found;
    const ready = first;
    first = undefined;
    if (ready?.isOpen()) return ready;
    const opened = await openPatiently(transport, start, limits);
    if (!opened.shell)
      throw start === LOGIN
        ? notStarted(transport.address, opened.instead)
        : rootRequired(login, adviceByWords(opened.instead.stderr), opened.instead.stderr);
    return rootsOwn(login, opened, start);
  };
}

/** A shell that is root's, and of use. Errors: RootRequired. */
function rootsOwn(login: SshTarget, { shell, uid, alone }: Extract<Opened, { uid: number }>, start: ShellStart): OpenShell {
  if (uid === 0 && !alone) return shell;
  shell.end();
  if (uid !== 0) throw rootRequired(login, start === LOGIN ? LOGIN_NOT_ROOT : NOT_ROOT);
  throw rootRequired(login, NO_PROGRAMS);
}

/** By `env`, which every login shell starts alike; by its path, so that no alias, function or PATH of the login decides which program that is, or is sudo. */
const ENV = ["/usr/bin/env", "LC_ALL=C", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"] as const;
const SUDO = [...ENV, "sudo"] as const;
const DOAS = [...ENV, "doas", "-n"] as const;

async function findWay(becoming: Becoming): Promise<Way> {
  const { login, user } = becoming;
  if (login.userName === "root") return { start: LOGIN };
  await proveLogin(becoming);
  const sudo = await tryWay(becoming, [...SUDO, "-n"]);
  if (typeof sudo !== "string") return sudo;
  const facts = readFacts((await user(sudoLookScript)).stdout);
  const doas = facts.has("doas") ? await tryWay(becoming, DOAS) : undefined;
  if (doas && typeof doas !== "string") return doas;
  if (!facts.has("sudo")) throw rootRequired(login, doas === undefined ? NO_SUDO : NO_DOAS, doas ?? sudo);
  const broken = wantsPassword(sudo) ? undefined : brokenSudo(facts); // one that goes as far as to ask works, whatever its file looks like
  if (broken) throw rootRequired(login, broken, sudo);
  if (login.password) return withPassword(becoming, login.password);
  throw rootRequired(login, wantsPassword(sudo) ? PASSWORD_MISSING : adviceByWords(sudo), sudo);
}

/** The login runs what it is told: then what sudo does is sudo's own doing. */
async function proveLogin({ user, login }: Becoming): Promise<void> {
  await user(":").catch((error: unknown) => {
    if (!(error instanceof FleetError) || error.code !== "CommandFailed" || error instanceof StreamLost) throw error;
    throw rootRequired(login, NO_COMMANDS, error.message, error);
  });
}

/** Tries a program that asks nothing; gives what it said when it starts no shell of root's. Errors: RootRequired when that is another user's. */
async function tryWay({ transport, login }: Becoming, by: readonly string[]): Promise<Way | string> {
  const start = { by };
  const opened = await inTime(transport, (signal) => openPatiently(transport, start, { patienceMs: PATIENCE_MS, signal }));
  if (!opened.shell) {
    if (!opened.instead.answer) failWhenCutOff(transport.address, opened.instead.exit);
    return `${opened.instead.stderr}\n${opened.instead.stdout}`;
  }
  return { start, first: rootsOwn(login, opened, start) };
}

/** A password is refused when sudo asks for it again, or says so. */
async function withPassword({ transport, login }: Becoming, password: Secret): Promise<Way> {
  if (/[\r\n]/.test(password.reveal())) throw rootRequired(login, PASSWORD_WRONG);
  const { exit, prompts, wasGiven, stderr } = await inTime(transport, (signal) => trySudoPassword(transport, SUDO, password, signal));
  failWhenCutOff(transport.address, exit);
  if (exit?.exitCode === 0) return { start: { by: [...SUDO, "-k", "-S", "-p", ""], input: new Secret(`${password.reveal()}\n`) } };
  const isRefused = prompts > 1 || (wasGiven && refusesPassword(stderr, { asked: prompts > 0 }));
  throw rootRequired(login, isRefused ? PASSWORD_WRONG : adviceByWords(stderr), stderr);
}

const TRY_MS = 30_000;
const PATIENCE_MS = 10_000;

const inTime = <T>({ address }: Transport, work: (signal: AbortSignal) => Promise<T>): Promise<T> => until({ address, timeoutMs: TRY_MS }, work);
