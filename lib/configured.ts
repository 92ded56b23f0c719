import { once } from "./core/once.js";
import { type Config, readConfig, type SettingCheck } from "./core/settings/config.js";
import type { SecretStore } from "./fleet/ports.js";
import { type StorageClients, storageClients, type TokenCredential } from "./store/clients.js";
import { CALL_MS, withCallDeadline } from "./store/rows/deadline.js";
import { keyVaultSecrets } from "./store/secrets/key-vault-secrets.js";
import { sealedSecrets } from "./store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "./store/secrets/sealing-key-ring.js";

/** The settings, with a look at those that only storage and secrets can judge. Throws WrongSettings that names all that are wrong. */
export const readSettings = (env: NodeJS.ProcessEnv): Config => readConfig(env, [storageCheck, sealingKeyCheck]);

const storageCheck: SettingCheck = ({ storage: settings }) =>
  "connectionString" in settings && wrongWhenItThrows(() => openStorage({ storage: settings }))
    ? { settings: ["AzureWebJobsStorage"], problem: "is no connection string of a storage account" }
    : undefined;

const sealingKeyCheck: SettingCheck = ({ secrets }) => {
  const thrown = secrets.kind === "sealed" && secrets.keyRing !== "" ? wrongWhenItThrows(() => sealingKeyRing(secrets.keyRing)) : undefined;
  return thrown && { settings: ["FLEET_SEALING_KEY", "FLEET_SECRETS"], problem: thrown.message };
};

function wrongWhenItThrows(read: () => unknown): Error | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("not readable");
  }
}

/** The app's own identity. Its library is the largest of all, and loaded when a first token is needed: a connection string needs none. */
export function credential(clientId?: string): TokenCredential {
  const open = once(async () => new (await import("@azure/identity")).DefaultAzureCredential(clientId ? { managedIdentityClientId: clientId } : {}));
  return {
    getToken: async (scopes, options) => {
      const late = AbortSignal.timeout(CALL_MS);
      const abortSignal = options?.abortSignal ? AbortSignal.any([late, options.abortSignal as AbortSignal]) : late; // in Node they are of this class
      return (await open()).getToken(scopes, { ...options, abortSignal });
    },
  };
}

/** The clients of the configured storage account: by connection string, or by the app's identity. */
export function openStorage({ storage: settings }: Pick<Config, "storage">): StorageClients {
  return storageClients("connectionString" in settings ? settings : { accountName: settings.accountName, credential: credential(settings.clientId) });
}

/** Where secrets are kept: sealed in a table, or in a Key Vault. */
export function secretStore({ secrets }: Pick<Config, "secrets">, { tables }: StorageClients): SecretStore {
  return secrets.kind === "sealed"
    ? sealedSecrets(tables.secrets, sealingKeyRing(secrets.keyRing))
    : keyVaultSecrets(async () => new (await import("@azure/keyvault-secrets")).SecretClient(secrets.url, credential(), withCallDeadline()));
}
