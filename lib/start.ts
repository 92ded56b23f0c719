import type { Fleet } from "./app.js";
import { readSettings } from "./configured.js";
import type { Log } from "./core/log.js";
import type { Config } from "./core/settings/config.js";
import { WrongSettings } from "./core/settings/wrong-settings.js";

let built: Promise<Fleet> | undefined;

/** The use cases of the product, put together at first use and kept for the life of the process: a start reads the settings and loads no more. Errors: WrongSettings. */
export function fleet(): Promise<Fleet> {
  built ??= build();
  return built;
}

async function build(): Promise<Fleet> {
  const config = ownSettings();
  if (config instanceof WrongSettings) throw config;
  const { composeFleet } = await import("./app.js");
  return composeFleet(config);
}

let read: Config | WrongSettings | undefined;

function ownSettings(): Config | WrongSettings {
  read ??= readOrWrong();
  return read;
}

function readOrWrong(): Config | WrongSettings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (error instanceof WrongSettings) return error;
    throw error;
  }
}

/** False while a setting is wrong: what has no one to tell, such as messages of a queue, is better left alone then. */
export const settingsAreRight = (): boolean => !(ownSettings() instanceof WrongSettings);

/** Says at once what is wrong with the settings. */
export function tellWrongSettings(log: Log): void {
  const wrong = ownSettings();
  if (!(wrong instanceof WrongSettings)) return;
  for (const { message } of wrong.details)
    log.error("a setting is wrong; functions answer 503 and no job runs until it is mended", { cause: message });
}

/** Has storage made ready before anybody asks. Never throws: with storage away the functions answer with the cause, and what is missing in storage is made when it is first needed. */
export async function prepare(log: Log): Promise<void> {
  if (ended || !settingsAreRight()) return;
  try {
    await prepared(log);
  } catch (error) {
    log.warn("storage is away; functions answer 503 until it is there", { cause: wordsOf(error) });
  }
}

async function prepared(log: Log): Promise<void> {
  const { sshAddon, makeStorage } = await fleet();
  if (sshAddon) log.info("ssh2 runs with its native addon");
  else
    log.warn(
      "ssh2 runs without its native addon: all works, but uploads cost about twice the CPU. npm ci builds it for the Node version that it runs on, where Python and a C++ compiler are installed",
      NODE,
    );
  await makeStorage();
}

const NODE = { node: process.version, modules: process.versions.modules };
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

let ended = false;

/** Gives running jobs to others before this process ends; one that was never asked for anything has none, and is not loaded any more. */
export async function endFleet(log: Log): Promise<void> {
  ended = true;
  await (await built)?.handOn(log);
}
