import { pathToFileURL } from "node:url";
import { FleetError } from "../../lib/core/errors.js";
import { AppRegistry } from "./app-registry.js";
import { type SystemLog, whileLoading } from "./core-module.js";
import { entryPoints } from "./entry-points.js";

/** What an app registered; `error` is set when a file of it could not be loaded, and then it has no functions. */
export type LoadedApp = Readonly<{ registry: AppRegistry; error: unknown }>;

const loads = new Map<string, number>();

/**
 * Imports the files of package.json `main` and runs the appStart hooks. Files behind a broken one are not loaded.
 * The same file loaded again in this process is a fresh copy, but the modules that it imports are not: that works for a bundled app.
 */
export async function loadApp({ appDir, log }: { appDir: string; log: SystemLog }): Promise<LoadedApp> {
  const registry = new AppRegistry();
  try {
    await whileLoading({ registry, log }, async () => {
      for (const file of await entryPoints(appDir)) await import(freshUrl(file));
    });
    await startApp(registry, appDir);
    return { registry, error: null };
  } catch (error) {
    registry.functions.clear();
    return { registry, error };
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
