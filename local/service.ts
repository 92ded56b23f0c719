import { createAccessKey } from "../lib/api/http/access-key-text.js";
import { systemClock } from "../lib/core/clock.js";
import type { Scope } from "../lib/fleet/accounts/access-key.js";
import type { AccessKeyStore } from "../lib/fleet/ports.js";
import { storageClients } from "../lib/store/clients.js";
import { ensureStorage } from "../lib/store/ensure-storage.js";
import { storage } from "../lib/store/storage.js";
import { type RunningHost, startHost } from "./host/host.js";
import type { HttpsOption } from "./host/http/certificate.js";
import type { HostLogSink } from "./host/process/host-log.js";

export type ServiceOptions = Readonly<{
  appDir: string;
  settings: Readonly<Record<string, string>>;
  port?: number;
  adminKey?: string;
  https?: HttpsOption;
  log?: HostLogSink;
}>;

/** Serves the built app of a folder with these settings. Errors: what kept the app from loading. */
export async function startService(options: ServiceOptions): Promise<RunningHost> {
  const host = await startHost(options);
  if (host.loadError === null && host.failed.length === 0) return host;
  await host.close();
  throw host.loadError ?? new Error(`functions in error: ${host.failed.map(({ name, reason }) => `${name} (${reason})`).join(", ")}`);
}

/** Makes a fleet key in this storage and gives its text, which is kept nowhere else. */
export async function newKey(connectionString: string, key: NewKey): Promise<string> {
  return createKey(await keyStore(connectionString), key);
}

/** Makes a key like newKey when this storage has none at all, else gives null. */
export async function newKeyWhenThereIsNone(connectionString: string, key: NewKey): Promise<string | null> {
  const keys = await keyStore(connectionString);
  return (await keys.list()).length === 0 ? createKey(keys, key) : null;
}

type NewKey = Readonly<{ scope: Scope; label: string; expiresAt?: Date }>;

async function keyStore(connectionString: string): Promise<AccessKeyStore> {
  const clients = storageClients({ connectionString });
  await ensureStorage(clients);
  return storage(clients, systemClock).keys;
}

const createKey = async (keys: AccessKeyStore, key: NewKey) => (await createAccessKey({ keys, clock: systemClock }, key)).key.reveal();
