import { spawn } from "node:child_process";
import { watchPeak } from "../measure/peak.js";
import { cpuSecondsOf, pidsWith, residentBytesOf, withDescendants } from "../measure/process-usage.js";
import type { Spent } from "./side.js";

/**
 * `masters`: a text that the command lines of persistent connections hold, which are nobody's children; without it there are none. `stdin`: a file. `code`: with which the program
 * ends when all went well, 0 by default.
 */
export type Surroundings = Readonly<{ env: Record<string, string>; masters?: string; stdin?: string; code?: number }>;

/** The shell adds up what its children used, and theirs; the masters of persistent connections are nobody's children and are asked themselves. */
export async function measured(
  program: string,
  words: readonly string[],
  { env, masters: text, stdin = "/dev/null", code: expected = 0 }: Surroundings,
): Promise<Spent> {
  const masters = () => (text === undefined ? [] : pidsWith(text));
  const before = new Map(masters().map((pid) => [pid, cpuSecondsOf(pid)]));
  const began = performance.now();
  const child = spawn("/bin/sh", ["-c", 'f=$1; shift; "$@" <"$f" >&2; code=$?; times; exit $code', "sh", stdin, program, ...words], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const peak = watchPeak(
    () => [...new Set([...withDescendants(child.pid ?? 0), ...masters()])].reduce((sum, pid) => sum + residentBytesOf(pid), 0),
    500,
  );
  let times = "";
  let said = "";
  child.stdout.on("data", (chunk) => {
    times += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-6000);
  });
  const code = await new Promise<number | null>((settle, reject) => child.on("error", reject).on("close", settle));
  const wallSeconds = (performance.now() - began) / 1000;
  const peakMb = peak.stop() / 1e6;
  if (code !== expected) throw new Error(`${program} ended with ${code}: ${said}`);
  const mastersSeconds = masters().reduce((sum, pid) => sum + cpuSecondsOf(pid) - (before.get(pid) ?? 0), 0);
  return { wallSeconds, cpuSeconds: childrenSeconds(times) + mastersSeconds, peakMb, more: { mastersSeconds } };
}

/** The second line of the shell's `times`: user and system time of its children, such as `1m2.50s 0m0.30s`. */
function childrenSeconds(times: string): number {
  const found = [...(times.trim().split("\n").at(-1) ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  if (found.length !== 2) throw new Error(`the shell's times were not understood: ${times}`);
  return found.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
