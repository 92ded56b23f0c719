import type { Secret } from "../../../lib/core/secret.js";
import type { SecretStore } from "../../../lib/fleet/ports.js";
import { checkSecretName } from "../../../lib/store/secrets/secret-name.js";

/** Secrets in memory. */
export function memorySecrets(): SecretStore {
  const secrets = new Map<string, Secret>();
  return {
    find: async (name) => secrets.get(checkSecretName(name)),
    put: async (name, value) => void secrets.set(checkSecretName(name), value),
    remove: async (name) => void secrets.delete(checkSecretName(name)),
  };
}
