import { z } from "zod";
import { Secret } from "../../core/secret.js";
import { toldNumber } from "../../core/told.js";
import { fenceArgs } from "../fence.js";
import type { DetachedRun, Fence, LaunchState, LogRange, Look, RunId } from "../machine.js";
import { fileName, launchState, lookState, runArgs } from "../slot-facts.js";
import type { RootFolder } from "./root-folder.js";
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
    ExitCode,
  );
}

/** What is in the run slot; with `waitSeconds` as soon as its run is over, or then. A slot that was taken by a launcher that died before the start is emptied and counts as none. */
export async function look(folder: RootFolder, range?: LogRange): Promise<Look> {
  const args = range && { args: [range.offset, range.bytes, range.waitSeconds ?? 0].map(String) };
  return lookState(await folder.askForText([slotScript, lookScript], args), ExitCode);
}

/** Empties the slot when this run is in it and is over. */
export async function clear(folder: RootFolder, run: RunId, fence: Fence): Promise<void> {
  await folder.ask([slotScript, clearScript], { args: [...fenceArgs(fence), ...runArgs(run)] });
}

/** Of a shell. */
const ExitCode = z.string().trim().pipe(toldNumber(255));
