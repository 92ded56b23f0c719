import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { systemClock } from "../../lib/core/clock.js";
import { storageClients } from "../../lib/store/clients.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import { storage } from "../../lib/store/storage.js";

/** Fresh tables, queues and containers of one's own on Azurite. */
export async function openClients() {
  const clients = storageClients({ connectionString: inject("storage"), prefix: `T${randomBytes(6).toString("hex")}` });
  await ensureStorage(clients);
  return clients;
}

export const openStorage = async () => storage(await openClients(), systemClock);
