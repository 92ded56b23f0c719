import { FleetError } from "../../core/errors.js";
import { resultOf, signalOf } from "../command-end.js";
import type { ScriptOptions } from "../machine.js";
import { type CommandExit, type CommandResult, DEFAULT_MAX_OUTPUT_BYTES, DEFAULT_TIMEOUT_MS, type Printed, type Transport } from "../transport.js";
import { commandTimedOut, connectionLost } from "../transport-errors.js";
import { type OpenShell, openShell, type ShellStart } from "./open-shell.js";
import { wrapScript } from "./wrap-script.js";

/** Runs POSIX sh text as one user, and gives what the text itself printed. */
export type Shell = (text: string, options?: ScriptOptions) => Promise<CommandResult>;

/** What has not begun by then is slow, or no shell. */
const PATIENCE_MS = 10_000;

/** The words are plain, so that any login shell (csh, fish) starts it alike. */
export const LOGIN_SHELL: ShellStart = { command: ["/bin/sh", "-s"] };

/**
 * A shell that is started at the first script and given the next ones, too: a session and its login shell cost more than most scripts.
 * Scripts that run at the same time have a shell each. Errors: CommandFailed when the script never began; those of the transport.
 */
export function shell(transport: Transport, start: () => Promise<ShellStart>): Shell {
  const idle: OpenShell[] = [];
  return async (text, { args, secrets, timeoutMs = DEFAULT_TIMEOUT_MS, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, signal } = {}) => {
    const how = await start();
    const script = wrapScript({ text, ...(args && { args }), ...(secrets && { secrets }) });
    return until({ address: transport.address, timeoutMs, ...(signal && { signal }) }, async (over) => {
      for (;;) {
        const used = takeOpen(idle);
        const open = used ?? (await openShell(transport, how, over));
        const { began, result } = await open.run(script, { maxOutputBytes, patienceMs: Math.min(PATIENCE_MS, timeoutMs / 2), signal: over });
        if (open.isOpen()) idle.push(open);
        if (began) return resultOf(transport.address, result?.exit, result ?? NOTHING);
        if (!used) throw neverBegan(transport.address, result?.exit);
      } // one that ended while nobody used it is no reason to fail
    });
  };
}

function takeOpen(idle: OpenShell[]): OpenShell | undefined {
  for (let one = idle.pop(); one; one = idle.pop()) if (one.isOpen()) return one;
  return undefined;
}

type Limits = Readonly<{ address: string; timeoutMs: number; signal?: AbortSignal }>;

/** The signal of `work` is aborted at the deadline and when the caller aborts. */
async function until<T>({ address, timeoutMs, signal }: Limits, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const onAbort = () => over.abort(signal?.reason);
  const deadline = setTimeout(() => over.abort(commandTimedOut(address, "the command", timeoutMs)), timeoutMs);
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();
  try {
    return await work(over.signal);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener("abort", onAbort);
  }
}

const NOTHING: Printed = { stdout: "", stderr: "", truncated: false };

function neverBegan(address: string, exit: CommandExit | undefined): FleetError {
  const signal = exit && signalOf(exit);
  if (!exit || signal !== undefined) return connectionLost(address, `a command was to be started${signal ? `: ${signal} ended its shell` : ""}`);
  const how = exit.exitCode === null ? "was ended by us" : `ended with ${exit.exitCode}`;
  return new FleetError("CommandFailed", `The login did not start /bin/sh (it ${how}), so the script never began.`, {
    possibleCauses:
      "The account has no real shell (nologin), its password has expired, a forced command is set, or its start files print without end.",
    recommendedAction: "Run `ssh <account>@<machine> /bin/sh -s < /dev/null` by hand; it must end silently with 0.",
  });
}
