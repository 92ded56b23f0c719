import type { Fleet } from "./app.js";
import { readSettings } from "./configured.js";
import type { Log } from "./core/log.js";
import type { Config } from "./core/settings/config.js";
import { WrongSettings } from "./core/settings/wrong-settings.js";

type Started = Pick<Fleet, "sshAddon" | "makeStorage" | "handOn">;

/** What a process is from its start on: it reads its settings and loads no more; `compose` loads the product when it is first asked for. */
export function processStart<F extends Started>({ env, compose }: Readonly<{ env: NodeJS.ProcessEnv; compose(config: Config): Promise<F> }>) {
  let read: Config | WrongSettings | undefined;
  let built: Promise<F> | undefined;
  let ended = false;
  const settings = () => {
    read ??= readOrWrong(env);
    return read;
  };
  const build = async () => {
    const config = settings();
    if (config instanceof WrongSettings) throw config;
    return compose(config);
  };
  const fleet = (): Promise<F> => {
    built ??= build();
    return built;
  };
  const settingsAreRight = (): boolean => !(settings() instanceof WrongSettings);
  return {
    /** The use cases of the product, put together at first use and kept for the life of the process. Errors: WrongSettings. */
    fleet,
    /** False while a setting is wrong: what has no one to tell, such as messages of a queue, is better left alone then. */
    settingsAreRight,
    /** Says at once what is wrong with the settings. */
    tellWrongSettings(log: Log): void {
      const wrong = settings();
      if (!(wrong instanceof WrongSettings)) return;
      for (const { message } of wrong.details)
        log.error("a setting is wrong; functions answer 503 and no job runs until it is mended", { cause: message });
    },
    /** Has storage made ready before anybody asks. Never throws: with storage away the functions answer with the cause, and what is missing in storage is made when it is first needed. */
    async prepare(log: Log): Promise<void> {
      if (ended || !settingsAreRight()) return;
      try {
        const { sshAddon, makeStorage } = await fleet();
        tellAddon(log, sshAddon);
        await makeStorage();
      } catch (error) {
        log.warn("storage is away; functions answer 503 until it is there", { cause: wordsOf(error) });
      }
    },
    /** Gives running jobs to others before this process ends; one that was never asked for anything has none, and is not loaded any more. */
    async endFleet(log: Log): Promise<void> {
      ended = true;
      await (await built)?.handOn(log);
    },
  };
}

/** This process. */
export const { fleet, settingsAreRight, tellWrongSettings, prepare, endFleet } = processStart<Fleet>({
  env: process.env,
  compose: async (config) => (await import("./app.js")).composeApp(config),
});

function readOrWrong(env: NodeJS.ProcessEnv): Config | WrongSettings {
  try {
    return readSettings(env);
  } catch (error) {
    if (error instanceof WrongSettings) return error;
    throw error;
  }
}

function tellAddon(log: Log, loaded: boolean): void {
  if (loaded) log.info("ssh2 runs with its native addon");
  else
    log.warn(
      "ssh2 runs without its native addon: all works, but uploads cost about twice the CPU. npm ci builds it for the Node version that it runs on, where Python and a C++ compiler are installed",
      { node: process.version, modules: process.versions.modules },
    );
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
