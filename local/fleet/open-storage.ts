import { openStorage, readSettings } from "../../lib/configured.js";
import { FleetError } from "../../lib/core/errors.js";
import type { Config } from "../../lib/core/settings/config.js";
import type { StorageClients } from "../../lib/store/clients.js";
import { loadSettings } from "../host/settings.js";
import { isDevelopmentStorage, runningStorage } from "../start/kept-storage.js";

/** Opens the storage that local.settings.json or the environment names. Throws StorageUnavailable when it is the kept one and that does not run. */
export async function openConfigured(appDir: string, environment: NodeJS.ProcessEnv): Promise<{ clients: StorageClients; config: Config }> {
  const { values } = await loadSettings(appDir, environment);
  const settings = { ...environment, ...values };
  // An account that the environment names by identity is meant, not the file's connection string.
  if (environment.AzureWebJobsStorage__accountName && !environment.AzureWebJobsStorage) delete settings.AzureWebJobsStorage;
  if (isDevelopmentStorage(settings.AzureWebJobsStorage)) settings.AzureWebJobsStorage = await keptStorage(appDir);
  const config = readSettings(settings);
  return { clients: openStorage(config), config };
}

async function keptStorage(appDir: string): Promise<string> {
  const running = await runningStorage(appDir);
  if (running !== null) return running;
  throw new FleetError(
    "StorageUnavailable",
    "AzureWebJobsStorage is UseDevelopmentStorage=true, but the kept storage of this folder does not run. " +
      "Start it in another shell of the folder with npm start -- --no-lab, or set AzureWebJobsStorage to a storage account",
  );
}
