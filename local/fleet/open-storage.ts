import { connect } from "node:net";
import { openStorage, readSettings } from "../../lib/app.js";
import type { Config } from "../../lib/core/config.js";
import { FleetError } from "../../lib/core/errors.js";
import type { StorageClients } from "../../lib/store/clients.js";
import { loadSettings } from "../host/settings.js";
import { DEVELOPMENT_PORTS, isDevelopmentStorage } from "../start/kept-storage.js";

/** Opens the storage that local.settings.json or the environment names. Throws StorageUnavailable when it is the kept one and that does not run. */
export async function openConfigured(appDir: string, environment: NodeJS.ProcessEnv): Promise<{ clients: StorageClients; config: Config }> {
  const { values } = await loadSettings(appDir, environment);
  const settings = { ...environment, ...values };
  // An account that the environment names by identity is meant, not the file's connection string.
  if (environment.AzureWebJobsStorage__accountName && !environment.AzureWebJobsStorage) delete settings.AzureWebJobsStorage;
  const config = readSettings(settings);
  if ("connectionString" in config.storage && isDevelopmentStorage(config.storage.connectionString)) await checkDevelopmentStorage();
  return { clients: openStorage(config), config };
}

async function checkDevelopmentStorage(): Promise<void> {
  for (const port of Object.values(DEVELOPMENT_PORTS)) {
    if (await accepts(port)) continue;
    throw new FleetError(
      "StorageUnavailable",
      `AzureWebJobsStorage is UseDevelopmentStorage=true, but nothing listens on 127.0.0.1:${port}. ` +
        "Start the kept storage in another shell with npm start -- --no-lab, or set AzureWebJobsStorage to a storage account",
    );
  }
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).once("error", () => resolve(false));
  });
