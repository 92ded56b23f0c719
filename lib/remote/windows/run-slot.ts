import { z } from "zod";
import { Secret } from "../../core/secret.js";
import { fenceArgs } from "../fence.js";
import type { DetachedRun, Fence, LaunchState, LogRange, Look, RunId } from "../machine.js";
import { fileName, launchState, lookState, runArgs } from "../slot-facts.js";
import type { AdministratorsFolder } from "./administrators-folder.js";
import { encoded } from "./encoded-command.js";
import clearScript from "./scripts/clear.ps1";
import entry from "./scripts/entry.ps1";
import launchScript from "./scripts/launch.ps1";
import lookScript from "./scripts/look.ps1";

/** Starting a task may take long on a busy machine. */
const LAUNCH_TIMEOUT_MS = 120_000;

/** Takes the slot and starts, or tells what is in it. Safe to repeat: a second launch of the same run starts nothing. `supervisor` runs the script there. */
export async function launch(
  folder: AdministratorsFolder,
  supervisor: string,
  { run, script, args, secretFiles = {}, cached }: DetachedRun,
  fence: Fence,
): Promise<LaunchState> {
  const names = Object.keys(secretFiles).map(fileName);
  const contents = Object.values(secretFiles).map((secret, index) => [`SECRET_${index + 1}`, secret] as const);
  const secrets = {
    SCRIPT: new Secret(script),
    SUPERVISE: new Secret(supervisor),
    ENTRY: new Secret(encoded(entry)),
    SECRET_NAMES: new Secret(names.join("\n")),
    CACHED: new Secret(cached?.sha256 ?? ""),
    CACHED_SIZE: new Secret(`${cached?.sizeBytes ?? 0}`),
  };
  const facts = await folder.ask(launchScript, {
    args: [...fenceArgs(fence), ...runArgs(run), ...args],
    secrets: { ...secrets, ...Object.fromEntries(contents) },
    timeoutMs: LAUNCH_TIMEOUT_MS,
  });
  return launchState(facts, ExitCode);
}

/** What is in the run slot; with `waitSeconds` as soon as its run is over, or then. */
export async function look(folder: AdministratorsFolder, range?: LogRange): Promise<Look> {
  const args = range && { args: [range.offset, range.bytes, range.waitSeconds ?? 0].map(String) };
  return lookState(await folder.askForText(lookScript, args), ExitCode);
}

/** Empties the slot when this run is in it and is over. */
export async function clear(folder: AdministratorsFolder, run: RunId, fence: Fence): Promise<void> {
  await folder.ask(clearScript, { args: [...fenceArgs(fence), ...runArgs(run)] });
}

/** 32 bits, which PowerShell shows with a sign. */
const ExitCode = z
  .string()
  .trim()
  .regex(/^-?\d{1,10}$/)
  .transform(Number)
  .pipe(
    z
      .number()
      .min(-(2 ** 31))
      .max(2 ** 32 - 1),
  )
  .transform((code) => (code < 0 ? code + 2 ** 32 : code)) as z.ZodType<number>; // its input is text
