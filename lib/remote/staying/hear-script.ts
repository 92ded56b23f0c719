import { toldNumber } from "../../core/told.js";
import type { CommandExit, Printed } from "../transport.js";
import { type BetweenMarkers, betweenMarkers } from "./between-markers.js";
import type { WrappedScript } from "./wrapped-script.js";

/** One that is no status is none: the command is taken to be cut off. Windows has statuses of 32 bits. */
const ExitStatus = toldNumber(2 ** 32 - 1)
  .nullable()
  .catch(null);

/** What became of a script: `began` is false when the shell never ran it; without `result` the connection was lost, or it printed too much. */
export type ScriptEnd = Readonly<{ began: boolean; tooMuch?: true; result?: Printed & Readonly<{ exit: CommandExit }> }>;

/** Who listens to a shell: `settle` when it has ended (without an exit when the connection was lost). */
export type Hearing = Readonly<{
  take(stream: "stdout" | "stderr", chunk: Buffer): void;
  settle(exit: CommandExit | undefined): void;
}>;

/** What a script may print beyond what is kept of it, before it counts as one that prints without end. */
const SLACK_BYTES = 1024 * 1024;

/** Hears a script to its end, or to that of its shell, or until it has printed too much. */
export function hearScript({ begin, end }: WrappedScript, maxOutputBytes: number, ended: (end: ScriptEnd) => void): Hearing {
  const stdout = betweenMarkers(begin, end, maxOutputBytes);
  const stderr = betweenMarkers(begin, end, maxOutputBytes);
  const settle = (exit: CommandExit | undefined) => ended(endOf(stdout, stderr, exit));
  return {
    settle,
    take(stream, chunk) {
      (stream === "stdout" ? stdout : stderr).take(chunk);
      if (stdout.seenBytes() + stderr.seenBytes() > 2 * maxOutputBytes + SLACK_BYTES) return ended({ began: true, tooMuch: true });
      const status = stdout.end();
      if (status !== undefined && stderr.end() !== undefined) settle({ exitCode: ExitStatus.parse(status) });
    },
  };
}

function endOf(stdout: BetweenMarkers, stderr: BetweenMarkers, exit: CommandExit | undefined): ScriptEnd {
  const began = stdout.began();
  if (!exit) return { began };
  return { began, result: { exit, stdout: stdout.text(), stderr: stderr.text(), truncated: stdout.truncated() || stderr.truncated() } };
}
