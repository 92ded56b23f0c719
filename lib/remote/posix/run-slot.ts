import { z } from "zod";
import { Secret } from "../../core/secret.js";
import { toldNumber } from "../../core/told.js";
import type { DetachedRun, Fence, LaunchState, LogRange, Look, RunId, RunState } from "../machine.js";
import { BYTES, type Facts, fact, factAs } from "./facts.js";
import { fenceArgs, type RootFolder } from "./root-folder.js";
import clearScript from "./scripts/clear.sh";
import launchScript from "./scripts/launch.sh";
import lookScript from "./scripts/look.sh";
import sha256Script from "./scripts/sha256.sh";
import slotScript from "./scripts/slot.sh";
import supervise from "./scripts/supervise.sh";

/** Takes the slot and starts, or tells what is in it. Safe to repeat: a second launch of the same run starts nothing. */
export async function launch(folder: RootFolder, { run, script, args, secretFiles = {}, cached }: DetachedRun, fence: Fence): Promise<LaunchState> {
  const names = Object.keys(secretFiles).map(fileName);
  const contents = Object.values(secretFiles).map((secret, index) => [`MF_SECRET_${index + 1}`, secret] as const);
  const secrets = {
    MF_SCRIPT: new Secret(script),
    MF_SUPERVISE: new Secret(supervise),
    MF_SECRET_NAMES: new Secret(names.join(" ")),
    MF_CACHED: new Secret(cached?.sha256 ?? ""),
    MF_CACHED_SIZE: new Secret(`${cached?.sizeBytes ?? 0}`),
  };
  return launchState(
    await folder.ask([sha256Script, slotScript, launchScript], {
      args: [...fenceArgs(fence), ...runArgs(run), ...args],
      secrets: { ...secrets, ...Object.fromEntries(contents) },
    }),
  );
}

/** What is in the run slot; with `waitSeconds` as soon as its run is over, or then. A slot that was taken by a launcher that died before the start is emptied and counts as none. */
export async function look(folder: RootFolder, range?: LogRange): Promise<Look> {
  const { facts, text } = await folder.askForText(
    [slotScript, lookScript],
    range && { args: [range.offset, range.bytes, range.waitSeconds ?? 0].map(String) },
  );
  const place = text === undefined ? undefined : LogPlace.safeParse(Object.fromEntries(facts)).data;
  return text !== undefined && place ? { ...runState(facts), log: { text, ...place } } : runState(facts);
}

/** Empties the slot when this run is in it and is over. */
export async function clear(folder: RootFolder, run: RunId, fence: Fence): Promise<void> {
  await folder.ask([slotScript, clearScript], { args: [...fenceArgs(fence), ...runArgs(run)] });
}

const launchState = (facts: Facts): LaunchState => (fact(facts, "state") === "absent" ? { state: "absent" } : runState(facts));

/** What the slot says of itself is text in a file there. An exit status that is none is none: the machine is looked at as after any lost run. */
function runState(facts: Facts): RunState {
  const state = fact(facts, "state");
  if (state === "none") return { state };
  const whose = { run: { job: factAs(facts, "job", Word), name: factAs(facts, "name", Word) }, installation: factAs(facts, "installation", Word) };
  const elapsed = Elapsed.safeParse(facts.get("elapsed")).data;
  if (state === "running") return { state, ...whose, elapsedSeconds: elapsed ?? 0 };
  const exitCode = ExitCode.safeParse(facts.get("exit")).data;
  if (state === "ended" && exitCode !== undefined) return { state, ...whose, exitCode, ...(elapsed !== undefined && { elapsedSeconds: elapsed }) };
  return { state: "lost", ...whose, reason: facts.get("reason") === "rebooted" ? "rebooted" : "gone" };
}

const Word = z
  .string()
  .max(300)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/);
const ExitCode = z.string().trim().pipe(toldNumber(255));
const Elapsed = toldNumber(100 * 366 * 86_400);

/** Where the text of a look stands in the run's log; nonsense is no place, and the text none. */
const LogPlace = z
  .object({ "log-from": BYTES, "log-next": BYTES, "log-size": BYTES })
  .transform((told) => ({ from: told["log-from"], next: told["log-next"], size: told["log-size"] }))
  .refine(({ from, next, size }) => from <= next && next <= size);

/** Names are kept as lines on the machine. */
function runArgs({ job, name }: RunId): readonly [string, string] {
  for (const word of [job, name]) {
    if (!Word.safeParse(word).success) throw new TypeError(`a run's job and name must be printable ASCII, got ${JSON.stringify(word)}`);
  }
  return [job, name];
}

function fileName(name: string): string {
  if (!/^\w[\w.-]*$/.test(name)) throw new TypeError(`a secret file's name must be letters, digits, - . _; got ${JSON.stringify(name)}`);
  return name;
}
