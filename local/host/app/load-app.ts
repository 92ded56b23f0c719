import { pathToFileURL } from "node:url";
import { FleetError } from "../../../lib/core/errors.js";
import { setEnvironment } from "../process/process-environment.js";
import { AppRegistry } from "./app-registry.js";
import { type SystemLog, whileLoading } from "./core-module.js";
import { entryPoints } from "./entry-points.js";
import type { Environment } from "./functions.js";

/**
 * What an app registered; `error` is set when a file of it could not be loaded, and then it has no functions.
 * `forget` takes its settings out of the environment of this process.
 */
export type LoadedApp = Readonly<{ registry: AppRegistry; error: unknown; forget(): void }>;
type AppOptions = Readonly<{ appDir: string; settings: Environment; log: SystemLog }>;

const loads = new Map<string, number>();
let turn: Promise<unknown> = Promise.resolve();

/**
 * Imports the files of package.json `main` and runs the appStart hooks. Files behind a broken one are not loaded.
 * The same file loaded again in this process is a fresh copy, but the modules that it imports are not: that works for a bundled app.
 * Apps of one process are loaded and started one after the other: a module cannot tell who asked for it, and they share one environment.
 */
export function loadApp(options: AppOptions): Promise<LoadedApp> {
  const loaded = turn.then(() => load(options));
  turn = loaded;
  return loaded;
}

/** Never rejects. */
async function load({ appDir, settings, log }: AppOptions): Promise<LoadedApp> {
  const registry = new AppRegistry();
  const forget = setEnvironment(settings);
  try {
    await whileLoading({ registry, log }, async () => {
      for (const file of await entryPoints(appDir)) await import(freshUrl(file));
    });
    await startApp(registry, appDir);
    return { registry, error: null, forget };
  } catch (error) {
    registry.functions.clear();
    return { registry, error, forget };
  }
}

async function startApp(registry: AppRegistry, functionAppDirectory: string): Promise<void> {
  if (registry.functions.size > 0 && registry.model === null) throw new FleetError("InvalidSettings", "the app set no programming model");
  const capabilities = await registry.model?.getCapabilities?.({});
  if (capabilities?.HttpUri !== undefined) {
    throw new FleetError("InvalidSettings", "app.setup({ enableHttpStream: true }) is not served by this host; switch it off or use Core Tools");
  }
  const context = { hookData: registry.appOnlyHookData, appHookData: registry.appHookData, functionAppDirectory };
  for (const hook of registry.hooksNamed("appStart")) await hook(context);
}

function freshUrl(file: string): string {
  const count = loads.get(file) ?? 0;
  loads.set(file, count + 1);
  return count === 0 ? pathToFileURL(file).href : `${pathToFileURL(file).href}?load=${count}`;
}
