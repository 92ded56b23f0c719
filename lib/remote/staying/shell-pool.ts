import type { FleetError } from "../../core/errors.js";
import type { ScriptOptions } from "../machine.js";
import { type CommandExit, type CommandResult, DEFAULT_MAX_OUTPUT_BYTES, DEFAULT_TIMEOUT_MS, type Printed } from "../transport.js";
import { printsTooMuch } from "../transport-errors.js";
import type { ScriptEnd } from "./hear-script.js";
import type { OpenShell, ShellOpener } from "./open-shell.js";
import { until } from "./until.js";
import type { ScriptParts, WrappedScript } from "./wrapped-script.js";

/** Runs a script as one user, and gives what the text itself printed. */
export type Shell = (text: string, options?: ScriptOptions & Pick<ScriptParts, "bytes">) => Promise<CommandResult>;

/** What a dialect knows of its shells. */
export type ShellKind = Readonly<{
  address: string;
  open: ShellOpener;
  /** How long one may take to start, where that is not part of a script's own time. */
  startMs?: number;
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

async function runIn(kind: ShellKind, idle: OpenShell[], text: string, options: Parameters<Shell>[1] = {}): Promise<CommandResult> {
  const { address, startMs, wrap } = kind;
  const { args, secrets, bytes, timeoutMs = DEFAULT_TIMEOUT_MS, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, signal } = options;
  const script = wrap({ text, ...(args && { args }), ...(secrets && { secrets }), ...(bytes && { bytes }) });
  const within = <T>(limitMs: number, work: (over: AbortSignal) => Promise<T>) => until({ address, timeoutMs: limitMs, signal }, work);
  const patience = Math.min(PATIENCE_MS, timeoutMs / 2);
  if (startMs === undefined)
    return within(timeoutMs, (over) =>
      runInOne(kind, idle, {
        open: () => kind.open({ patienceMs: patience, signal: over }),
        run: (one) => one.run(script, { maxOutputBytes, signal: over }),
      }),
    );
  return runInOne(kind, idle, {
    open: () => within(startMs, (over) => kind.open({ signal: over })),
    run: (one) => within(timeoutMs, (over) => one.run(script, { maxOutputBytes, signal: over })),
  });
}

type Ways = Readonly<{ open(): Promise<OpenShell>; run(one: OpenShell): Promise<ScriptEnd> }>;

async function runInOne({ address, resultOf, neverBegan }: ShellKind, idle: OpenShell[], { open, run }: Ways): Promise<CommandResult> {
  for (;;) {
    const used = takeOpen(idle);
    const one = used ?? (await open());
    const { began, tooMuch, result } = await run(one);
    if (tooMuch) throw printsTooMuch(address);
    if (one.isOpen()) idle.push(one);
    if (began) return resultOf(address, result?.exit, result ?? NOTHING);
    if (!used) throw neverBegan(address, result?.exit);
  } // one that ended while nobody used it is no reason to fail
}

function takeOpen(idle: OpenShell[]): OpenShell | undefined {
  for (let one = idle.pop(); one; one = idle.pop()) if (one.isOpen()) return one;
  return undefined;
}

const NOTHING: Printed = { stdout: "", stderr: "", truncated: false };
