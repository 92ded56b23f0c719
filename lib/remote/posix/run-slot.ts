import { Secret } from "../../core/secret.js";
import type { DetachedRun, Fence, LaunchState, LogRange, Look, RunId, RunState } from "../machine.js";
import { type Facts, fact, fenceArgs, type RootFolder } from "./root-folder.js";
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
export async function look(folder: RootFolder, log?: LogRange): Promise<Look> {
  const { facts, text } = await folder.askForText(
    [slotScript, lookScript],
    log && { args: [log.offset, log.bytes, log.waitSeconds ?? 0].map(String) },
  );
  if (text === undefined) return runState(facts);
  const bytes = (key: string) => Number(fact(facts, key));
  return { ...runState(facts), log: { text, from: bytes("log-from"), next: bytes("log-next"), size: bytes("log-size") } };
}

/** Empties the slot when this run is in it and is over. */
export async function clear(folder: RootFolder, run: RunId, fence: Fence): Promise<void> {
  await folder.ask([slotScript, clearScript], { args: [...fenceArgs(fence), ...runArgs(run)] });
}

const launchState = (facts: Facts): LaunchState => (fact(facts, "state") === "absent" ? { state: "absent" } : runState(facts));

function runState(facts: Facts): RunState {
  const state = fact(facts, "state");
  if (state === "none") return { state };
  const whose = { run: { job: fact(facts, "job"), name: fact(facts, "name") }, installation: fact(facts, "installation") };
  if (state === "running") return { state, ...whose, elapsedSeconds: Number(fact(facts, "elapsed")) };
  if (state === "ended") return { state, ...whose, exitCode: Number(fact(facts, "exit")) };
  return { state: "lost", ...whose, reason: fact(facts, "reason") === "rebooted" ? "rebooted" : "gone" };
}

/** Names are kept as lines on the machine. */
function runArgs({ job, name }: RunId): readonly [string, string] {
  for (const word of [job, name]) {
    if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(word))
      throw new TypeError(`a run's job and name must be printable ASCII, got ${JSON.stringify(word)}`);
  }
  return [job, name];
}

function fileName(name: string): string {
  if (!/^\w[\w.-]*$/.test(name)) throw new TypeError(`a secret file's name must be letters, digits, - . _; got ${JSON.stringify(name)}`);
  return name;
}
