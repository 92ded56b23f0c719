import { readSettings } from "../../lib/configured.js";
import { keptAdminKey } from "../host/process/admin-key.js";
import { loadSettings } from "../host/settings.js";
import { newKeyWhenThereIsNone, startService } from "../service.js";
import { calmLog } from "./calm-log.js";
import { checkPort } from "./check-port.js";
import { firstMachine } from "./first-machine.js";
import { isDevelopmentStorage, startKeptStorage } from "./kept-storage.js";
import { ownCertificate } from "./own-certificate.js";
import type { StartRequest } from "./with-lab.js";

/** The service for real machines, on kept storage. Gives what to tell the person, with the first key when there was none. */
export async function startWithoutLab({ appDir, port, https, say, opened }: StartRequest): Promise<string> {
  const local = await loadSettings(appDir);
  const config = readSettings({ ...process.env, ...local.values });
  if (local.created) say("local.settings.json was made, with a new sealing key. Keep a copy: without it the stored credentials cannot be opened.");
  const wantedPort = port ?? local.port ?? 7071;
  await checkPort(wantedPort);
  const log = calmLog();
  const files = https ? await ownCertificate(`${appDir}/.fleet`) : null;
  const kept = isDevelopmentStorage(local.values.AzureWebJobsStorage) ? await startKeptStorage(appDir) : null;
  const AzureWebJobsStorage = kept?.connectionString ?? local.values.AzureWebJobsStorage ?? "";
  const settings = { ...local.values, AzureWebJobsStorage };
  const adminKey = await keptAdminKey(appDir);
  const host = await startService({ appDir, settings, port: wantedPort, adminKey, log: log.sink, ...(files && { https: files }) }).catch(
    async (error) => {
      await kept?.close();
      throw error;
    },
  );
  const closeStorage = async () => await kept?.close();
  opened({ close: () => host.close().then(closeStorage), closeAtOnce: closeStorage });
  const key = await newKeyWhenThereIsNone(AzureWebJobsStorage, { scope: "administrator", label: "first administrator" });
  log.speak();
  const storage = kept ? "storage kept in .fleet/storage" : "the storage account of AzureWebJobsStorage";
  return firstMachine({ url: host.url, storage, key, vault: config.vault, certFile: files?.certFile ?? null });
}
