import type { AccessKey } from "../../../lib/fleet/accounts/access-key.js";
import type { AccessKeyStore } from "../../../lib/fleet/ports.js";
import { lowerKey, memoryRows } from "./memory-rows.js";

/** Fleet keys in memory. */
export function memoryAccessKeys(): AccessKeyStore {
  const keys = memoryRows<AccessKey>(({ id }) => lowerKey(id));
  return {
    find: async (id) => (await keys.find(lowerKey(id)))?.value,
    list: async () => keys.all(),
    create: async (key) => void (await keys.create(key)),
    remove: async (id) => keys.remove(lowerKey(id)),
  };
}
