import { z } from "zod";
import { toldNumber } from "../core/told.js";
import { BYTES, type Facts, fact, factAs } from "./facts.js";
import type { LaunchState, Look, RunId, RunState } from "./machine.js";

/** What a launch told. `exitCode` reads an exit status of that system. */
export const launchState = (facts: Facts, exitCode: z.ZodType<number>): LaunchState =>
  fact(facts, "state") === "absent" ? { state: "absent" } : runState(facts, exitCode);

/** What a look told, with the text of the log when there was one. */
export function lookState({ facts, text }: Readonly<{ facts: Facts; text?: string }>, exitCode: z.ZodType<number>): Look {
  const place = text === undefined ? undefined : LogPlace.safeParse(Object.fromEntries(facts)).data;
  const state = runState(facts, exitCode);
  return text !== undefined && place ? { ...state, log: { text, ...place } } : state;
}

/** What the slot says of itself is text in a file there. An exit status that is none is none: the machine is looked at as after any lost run. */
function runState(facts: Facts, status: z.ZodType<number>): RunState {
  const state = fact(facts, "state");
  if (state === "none") return { state };
  const whose = { run: { job: factAs(facts, "job", Word), name: factAs(facts, "name", Word) }, installation: factAs(facts, "installation", Word) };
  const elapsed = Elapsed.safeParse(facts.get("elapsed")).data;
  if (state === "running") return { state, ...whose, elapsedSeconds: elapsed ?? 0 };
  const exitCode = status.safeParse(facts.get("exit")).data;
  if (state === "ended" && exitCode !== undefined) return { state, ...whose, exitCode, ...(elapsed !== undefined && { elapsedSeconds: elapsed }) };
  return { state: "lost", ...whose, reason: facts.get("reason") === "rebooted" ? "rebooted" : "gone" };
}

const Word = z
  .string()
  .max(300)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/);
const Elapsed = toldNumber(100 * 366 * 86_400);

/** Where the text of a look stands in the run's log; nonsense is no place, and the text none. */
const LogPlace = z
  .object({ "log-from": BYTES, "log-next": BYTES, "log-size": BYTES })
  .transform((told) => ({ from: told["log-from"], next: told["log-next"], size: told["log-size"] }))
  .refine(({ from, next, size }) => from <= next && next <= size);

/** Names are kept as lines on the machine. Errors: TypeError. */
export function runArgs({ job, name }: RunId): readonly [string, string] {
  for (const word of [job, name]) {
    if (!Word.safeParse(word).success) throw new TypeError(`a run's job and name must be printable ASCII, got ${JSON.stringify(word)}`);
  }
  return [job, name];
}

/** The name of a secret file. Errors: TypeError for one that would leave its folder. */
export function fileName(name: string): string {
  if (!/^\w[\w.-]*$/.test(name)) throw new TypeError(`a secret file's name must be letters, digits, - . _; got ${JSON.stringify(name)}`);
  return name;
}
