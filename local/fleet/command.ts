import type { Config } from "../../lib/core/settings/config.js";
import type { StorageClients } from "../../lib/store/clients.js";

/** What a command may use. `storage` opens the configured one at first use, and throws StorageUnavailable when nothing answers there. */
export type CommandContext = Readonly<{
  say(line: string): void;
  environment: NodeJS.ProcessEnv;
  storage(): Promise<Readonly<{ clients: StorageClients; config: Config }>>;
}>;

/** A command of `npm run fleet`: it gets the words behind its name and gives the exit code. */
export type Command = Readonly<{ usage: string; does: string; run(context: CommandContext, words: readonly string[]): Promise<number> }>;
