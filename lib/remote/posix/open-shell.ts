import type { Command } from "../../core/command.js";
import { Secret } from "../../core/secret.js";
import type { CommandExit, Printed, Transport } from "../transport.js";
import { type BetweenMarkers, betweenMarkers } from "./between-markers.js";
import { toShell } from "./quote.js";
import prologue from "./scripts/prologue.sh";
import type { WrappedScript } from "./wrap-script.js";

/** How a shell that reads its scripts from stdin is started. `input` goes before the first script. */
export type ShellStart = Readonly<{ command: Command; input?: Secret }>;

/** What became of a script: `began` is false when the shell never ran it; without `result` the connection was lost. */
export type ScriptEnd = Readonly<{ began: boolean; result?: Printed & Readonly<{ exit: CommandExit }> }>;
export type ScriptLimits = Readonly<{ maxOutputBytes: number; patienceMs: number; signal: AbortSignal }>;

/** A shell on the machine that is given one script after the other. */
export type OpenShell = Readonly<{
  /**
   * One at a time. Rejects with the signal's reason, and ends the shell then. What does not begin the first script within `patienceMs` is told
   * that no more comes: a slow shell still runs what it has, and what is no shell ends.
   */
  run(script: WrappedScript, limits: ScriptLimits): Promise<ScriptEnd>;
  isOpen(): boolean;
}>;

/** More than this of a login's own chatter, and its start files print without end. */
const CHATTER_BYTES = 16 * 1024;

/** Starts it. Errors: those of the transport; the signal's reason. */
export async function openShell(transport: Transport, { command, input }: ShellStart, signal: AbortSignal): Promise<OpenShell> {
  let state: "open" | "leaving" | "closed" = "open";
  let hearing: Hearing | undefined;
  let lastExit: CommandExit | undefined; // what is no shell may have ended before the first script
  const shell = await transport.open(toShell(command), {
    signal,
    printed: (stream, chunk) => hearing?.take(stream, chunk),
    ended: (exit) => {
      state = "closed";
      lastExit = exit;
      hearing?.settle(exit);
    },
    giveWay: () => leave(),
  });
  const leave = () => {
    if (state === "open") state = "leaving";
    if (!hearing?.began()) shell.end();
  };
  const kill = () => {
    state = "closed";
    shell.kill();
  };
  let isFirst = true;
  const run = (script: WrappedScript, { maxOutputBytes, patienceMs, signal }: ScriptLimits) =>
    new Promise<ScriptEnd>((resolve, reject) => {
      const over = (finish: () => void) => {
        hearing = undefined;
        clearTimeout(patience);
        signal.removeEventListener("abort", onAbort);
        if (state === "leaving") shell.end();
        finish();
      };
      const onAbort = () => {
        kill();
        over(() => reject(signal.reason));
      };
      const mayTalk = isFirst ? CHATTER_BYTES : Number.POSITIVE_INFINITY; // a login's start files have ended by then
      const now = hear(script, { maxOutputBytes, mayTalk, ended: (end) => over(() => resolve(end)), tooMuch: kill });
      const patience = isFirst ? setTimeout(() => now.began() || leave(), patienceMs) : undefined;
      isFirst = false;
      hearing = now;
      signal.addEventListener("abort", onAbort);
      if (signal.aborted) return onAbort();
      if (state === "closed") return now.settle(lastExit);
      shell.write(script.input);
    });
  shell.write(new Secret((input?.reveal() ?? "") + prologue));
  return { run, isOpen: () => state === "open" };
}

type Hearing = Readonly<{ take(stream: "stdout" | "stderr", chunk: Buffer): void; settle(exit: CommandExit | undefined): void; began(): boolean }>;
type HearOptions = Readonly<{ maxOutputBytes: number; mayTalk: number; ended(end: ScriptEnd): void; tooMuch(): void }>;

/** Hears a script to its end, or to that of its shell. */
function hear({ begin, end }: WrappedScript, { maxOutputBytes, mayTalk, ended, tooMuch }: HearOptions): Hearing {
  const stdout = betweenMarkers(begin, end, maxOutputBytes);
  const stderr = betweenMarkers(begin, end, maxOutputBytes);
  const settle = (exit: CommandExit | undefined) => ended(endOf(stdout, stderr, exit));
  return {
    settle,
    began: stdout.began,
    take(stream, chunk) {
      (stream === "stdout" ? stdout : stderr).take(chunk);
      const status = stdout.end();
      if (status !== undefined && stderr.end() !== undefined) return settle({ exitCode: Number(status) });
      if (stdout.began() || stdout.chatterBytes() + stderr.chatterBytes() <= mayTalk) return;
      tooMuch();
      settle({ exitCode: null });
    },
  };
}

function endOf(stdout: BetweenMarkers, stderr: BetweenMarkers, exit: CommandExit | undefined): ScriptEnd {
  const began = stdout.began();
  if (!exit) return { began };
  return { began, result: { exit, stdout: stdout.text(), stderr: stderr.text(), truncated: stdout.truncated() || stderr.truncated() } };
}
