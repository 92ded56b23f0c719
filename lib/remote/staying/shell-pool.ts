import type { FleetError } from "../../core/errors.js";
import type { ScriptOptions } from "../machine.js";
import { type CommandExit, type CommandResult, DEFAULT_MAX_OUTPUT_BYTES, DEFAULT_TIMEOUT_MS, type Printed } from "../transport.js";
import { printsTooMuch } from "../transport-errors.js";
import type { OpenShell, ShellOpener } from "./open-shell.js";
import { until } from "./until.js";
import type { ScriptParts, WrappedScript } from "./wrapped-script.js";

/** Runs a script as one user, and gives what the text itself printed. */
export type Shell = (text: string, options?: ScriptOptions & Pick<ScriptParts, "bytes">) => Promise<CommandResult>;

/** What a dialect knows of its shells. */
export type ShellKind = Readonly<{
  address: string;
  open: ShellOpener;
  wrap(parts: ScriptParts): WrappedScript;
  resultOf(address: string, exit: CommandExit | undefined, printed: Printed): CommandResult;
  /** Why a shell that had proved itself ended before it began its first script. */
  neverBegan(address: string, exit: CommandExit | undefined): FleetError;
}>;

/** `lend` keeps one shell for work of several scripts; one that is lost meanwhile is not replaced. */
export type ShellPool = Readonly<{ run: Shell; lend<T>(work: (run: Shell) => Promise<T>): Promise<T> }>;

/** What has not proved itself by then is slow, or no shell. */
const PATIENCE_MS = 10_000;

/**
 * A shell that is opened at the first script and given the next ones, too: a session and its login shell cost more than most scripts.
 * Scripts that run at the same time have a shell each. Errors: those of the opener and of the transport.
 */
export function shellPool(kind: ShellKind): ShellPool {
  const idle: OpenShell[] = [];
  return {
    run: (text, options) => runIn(kind, idle, text, options),
    lend: async (work) => {
      const own = idle.splice(-1);
      return work((text, options) => runIn(kind, own, text, options)).finally(() => void idle.push(...own));
    },
  };
}

function runIn(
  { address, open, wrap, resultOf, neverBegan }: ShellKind,
  idle: OpenShell[],
  text: string,
  options: Parameters<Shell>[1] = {},
): Promise<CommandResult> {
  const { args, secrets, bytes, timeoutMs = DEFAULT_TIMEOUT_MS, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, signal } = options;
  const script = wrap({ text, ...(args && { args }), ...(secrets && { secrets }), ...(bytes && { bytes }) });
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
}

function takeOpen(idle: OpenShell[]): OpenShell | undefined {
  for (let one = idle.pop(); one; one = idle.pop()) if (one.isOpen()) return one;
  return undefined;
}

const NOTHING: Printed = { stdout: "", stderr: "", truncated: false };
