import type { Command } from "./fleet/command.js";
import { importInstallers } from "./fleet/import-installers.js";
import { listKeys } from "./fleet/list-keys.js";
import { mendRows } from "./fleet/mend-rows.js";
import { newKey } from "./fleet/new-key.js";
import { openConfigured } from "./fleet/open-storage.js";
import { removeKey } from "./fleet/remove-key.js";
import { rotateSecrets } from "./fleet/rotate-secrets.js";
import { say } from "./fleet/say.js";
import { verifyAudit } from "./fleet/verify-audit.js";
import { messageOf } from "./host/process/host-log.js";

const COMMANDS: Readonly<Record<string, Command>> = {
  "new-key": newKey,
  "list-keys": listKeys,
  "remove-key": removeKey,
  "rotate-secrets": rotateSecrets,
  "mend-rows": mendRows,
  "verify-audit": verifyAudit,
  "import-installers": importInstallers,
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function run(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || words.includes("--help") || words.includes("-h")) return help(name);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new Error(`There is no command "${name}"; expected one of ${Object.keys(COMMANDS).join(", ")}. See npm run fleet -- --help`);
  const environment = process.env;
  return command.run({ say, environment, storage: () => openConfigured(process.cwd(), environment) }, rest);
}

/** Without any word it is a mistake, and says so by its exit code. */
function help(asked: string | undefined): number {
  say("Looks after keys, secrets, rows and installers of Mobility Fleet.\n");
  for (const { usage, does } of Object.values(COMMANDS)) say(`npm run fleet -- ${usage}\n    ${does}\n`);
  say("Storage and sealing keys come from local.settings.json (made when it is missing) or the environment, which wins; see docs/settings.md.");
  say("UseDevelopmentStorage=true is the storage that npm start -- --no-lab keeps in .fleet/storage; it must be running.");
  return asked === undefined ? 2 : 0;
}
