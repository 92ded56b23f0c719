import type { Secret } from "../../../lib/core/secret.js";
import type { SecretDoubts, SecretStore } from "../../../lib/fleet/ports.js";
import type { SecretDoubt } from "../../../lib/fleet/secrets/secret-doubt.js";
import { checkSecretName } from "../../../lib/store/secrets/secret-name.js";
import { memoryRows } from "./memory-rows.js";

/** Secrets in memory. */
export function memorySecrets(): SecretStore {
  const secrets = new Map<string, Secret>();
  return {
    find: async (name) => secrets.get(checkSecretName(name)),
    put: async (name, value) => void secrets.set(checkSecretName(name), value),
    remove: async (name) => void secrets.delete(checkSecretName(name)),
  };
}

/** Doubts about secrets, in memory. */
export function memorySecretDoubts(): SecretDoubts {
  const doubts = memoryRows<SecretDoubt>(({ secret }) => secret);
  return {
    note: async (doubt) => doubts.put(doubt),
    list: async (most) => (await Promise.all(doubts.all().map(({ secret }) => doubts.find(secret)))).flatMap((found) => found ?? []).slice(0, most),
    settle: async ({ secret }, etag) => doubts.removeWritten(secret, etag),
  };
}
