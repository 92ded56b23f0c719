import { parseArgs } from "node:util";
import { startHost } from "./host/host.js";
import { keptAdminKey } from "./host/process/admin-key.js";
import { messageOf } from "./host/process/host-log.js";
import { jsonLog, prettyLog } from "./host/process/pretty-log.js";
import { readProgramOptions } from "./host/process/program-options.js";
import { loadSettings } from "./host/settings.js";

const USAGE = `Serves the built app of the current folder (package.json "main") as Azure Functions would.

node dist/local/host.mjs [--app <folder>] [--port <number>] [--https] [--cert <file> --key <file>]
                         [--host-id <name>] [--intervals <json>] [--log pretty|json]

Settings come from local.settings.json, which is made from local.settings.sample.json when it is missing; the environment wins.`;

const FORCED_EXIT_MS = 20_000;

await main().catch((error) => {
  console.error(messageOf(error));
  process.exit(1);
});

async function main(): Promise<void> {
  const options = readProgramOptions(parse());
  if (options === null) return void console.log(USAGE);
  const { values, port, created } = await loadSettings(options.appDir);
  const log = options.log === "json" ? jsonLog(process.stdout) : prettyLog(process.stdout);
  const tell = (message: string) => log({ time: new Date(), level: "information", category: "host", message });
  if (created) tell("local.settings.json was made from local.settings.sample.json");
  endOnCrash(log);
  const host = await startHost({
    ...options,
    settings: values,
    port: options.port ?? port ?? 7071,
    log,
    adminKey: await keptAdminKey(options.appDir),
  });
  process.send?.({ url: host.url, adminKey: host.adminKey, functions: host.functions.map(({ name }) => name), failed: host.failed });
  endWhenAsked(() => host.close());
}

/** Drains at SIGINT, SIGTERM and when the program that started this one is gone; a second signal ends at once. */
function endWhenAsked(close: () => Promise<void>): void {
  let asked = 0;
  const end = () => {
    if (++asked > 1) process.exit(130);
    setTimeout(() => process.exit(1), FORCED_EXIT_MS).unref();
    void close().finally(() => process.exit(0));
  };
  for (const event of ["SIGINT", "SIGTERM", "disconnect"]) process.on(event, end);
}

function parse() {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = { app: { ...text, default: "." }, port: text, https: flag, cert: text, key: text, "host-id": text, intervals: text };
  return parseArgs({ options: { ...options, log: { ...text, default: "pretty" }, help: { ...flag, short: "h" } } }).values;
}

/** An error that nobody caught ends a worker in Azure, and with it all that runs there; here it ends the host. */
function endOnCrash(log: ReturnType<typeof prettyLog>): void {
  process.on("uncaughtException", (error) => {
    log({ time: new Date(), level: "critical", category: "host", message: `uncaught error, the host ends: ${error.stack ?? error.message}` });
    process.exit(1);
  });
}
