import { resultOf } from "../command-end.js";
import type { ScriptOptions } from "../machine.js";
import { type CommandResult, DEFAULT_MAX_OUTPUT_BYTES, DEFAULT_TIMEOUT_MS, type Printed } from "../transport.js";
import { printsTooMuch } from "../transport-errors.js";
import { neverBegan, type ShellOpener } from "./login-shell.js";
import type { OpenShell } from "./open-shell.js";
import { until } from "./until.js";
import { wrapScript } from "./wrap-script.js";

/** Runs POSIX sh text as one user, and gives what the text itself printed. */
export type Shell = (text: string, options?: ScriptOptions) => Promise<CommandResult>;

/** What has not proved itself by then is slow, or no shell. */
const PATIENCE_MS = 10_000;

/**
 * A shell that is opened at the first script and given the next ones, too: a session and its login shell cost more than most scripts.
 * Scripts that run at the same time have a shell each. Errors: those of the opener and of the transport.
 */
export function shell(address: string, open: ShellOpener): Shell {
  const idle: OpenShell[] = [];
  return (text, { args, secrets, timeoutMs = DEFAULT_TIMEOUT_MS, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, signal } = {}) => {
    const script = wrapScript({ text, ...(args && { args }), ...(secrets && { secrets }) });
    return until({ address, timeoutMs, signal }, async (over) => {
      for (;;) {
        const used = takeOpen(idle);
        const one = used ?? (await open({ patienceMs: Math.min(PATIENCE_MS, timeoutMs / 2), signal: over }));
        const { began, tooMuch, result } = await one.run(script, { maxOutputBytes, signal: over });
        if (tooMuch) throw printsTooMuch(address);
        if (one.isOpen()) idle.push(one);
        if (began) return resultOf(address, result?.exit, result ?? NOTHING);
        if (!used) throw neverBegan(address, result?.exit);
      } // one that ended while nobody used it is no reason to fail
    });
  };
}

function takeOpen(idle: OpenShell[]): OpenShell | undefined {
  for (let one = idle.pop(); one; one = idle.pop()) if (one.isOpen()) return one;
  return undefined;
}

const NOTHING: Printed = { stdout: "", stderr: "", truncated: false };
