import type { CommandExit, Printed } from "../transport.js";
import { type BetweenMarkers, betweenMarkers } from "./between-markers.js";
import type { WrappedScript } from "./wrap-script.js";

/** What became of a script: `began` is false when the shell never ran it; without `result` the connection was lost. */
export type ScriptEnd = Readonly<{ began: boolean; result?: Printed & Readonly<{ exit: CommandExit }> }>;

/** Who listens to a shell: `settle` when it has ended (without an exit when the connection was lost). */
export type Hearing = Readonly<{
  take(stream: "stdout" | "stderr", chunk: Buffer): void;
  settle(exit: CommandExit | undefined): void;
}>;

/** Hears a script to its end, or to that of its shell. */
export function hearScript({ begin, end }: WrappedScript, maxOutputBytes: number, ended: (end: ScriptEnd) => void): Hearing {
  const stdout = betweenMarkers(begin, end, maxOutputBytes);
  const stderr = betweenMarkers(begin, end, maxOutputBytes);
  const settle = (exit: CommandExit | undefined) => ended(endOf(stdout, stderr, exit));
  return {
    settle,
    take(stream, chunk) {
      (stream === "stdout" ? stdout : stderr).take(chunk);
      const status = stdout.end();
      if (status !== undefined && stderr.end() !== undefined) settle({ exitCode: Number(status) });
    },
  };
}

function endOf(stdout: BetweenMarkers, stderr: BetweenMarkers, exit: CommandExit | undefined): ScriptEnd {
  const began = stdout.began();
  if (!exit) return { began };
  return { began, result: { exit, stdout: stdout.text(), stderr: stderr.text(), truncated: stdout.truncated() || stderr.truncated() } };
}
