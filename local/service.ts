import { createAccessKey } from "../lib/api/access-key-text.js";
import { systemClock } from "../lib/core/clock.js";
import type { Scope } from "../lib/fleet/access-key.js";
import { storageClients } from "../lib/store/clients.js";
import { ensureStorage } from "../lib/store/ensure-storage.js";
import { storage } from "../lib/store/storage.js";
import { type RunningHost, startHost } from "./host/host.js";
import type { HostLogSink } from "./host/host-log.js";

export type ServiceOptions = Readonly<{ appDir: string; settings: Readonly<Record<string, string>>; port?: number; log?: HostLogSink }>;

/** Serves the built app of a folder with these settings. Errors: what kept the app from loading. */
export async function startService({ appDir, settings, port, log }: ServiceOptions): Promise<RunningHost> {
  const host = await startHost({ appDir, settings, ...(port !== undefined && { port }), ...(log && { log }) });
  if (host.loadError === null && host.failed.length === 0) return host;
  await host.close();
  throw host.loadError ?? new Error(`functions in error: ${host.failed.map(({ name, reason }) => `${name} (${reason})`).join(", ")}`);
}

/** Makes a fleet key in this storage and gives its text, which is kept nowhere else. */
export async function newKey(connectionString: string, key: Readonly<{ scope: Scope; label: string; expiresAt?: Date }>): Promise<string> {
  const clients = storageClients({ connectionString });
  await ensureStorage(clients);
  const made = await createAccessKey({ keys: storage(clients, systemClock).keys, clock: systemClock }, key);
  return made.key.reveal();
}
