import type { SecretClient } from "@azure/keyvault-secrets";
import { FleetError } from "../../core/errors.js";
import { Secret } from "../../core/secret.js";
import type { SecretStore } from "../../fleet/ports.js";
import { isRestError } from "../rows/rest-error.js";
import { checkSecretName } from "./secret-name.js";

/**
 * Secrets in Azure Key Vault. A removed secret stays recoverable for as long as the vault says; setting it again
 * recovers the name and adds a version. `open` is called at the first use: its library is large, and many installations do without a vault.
 */
export function keyVaultSecrets(open: () => Promise<SecretClient>): SecretStore {
  let opened: Promise<SecretClient> | undefined;
  const client = () => {
    opened ??= open();
    return opened;
  };
  return {
    async find(text) {
      const name = checkSecretName(text);
      const { value } = await (await client()).getSecret(name).catch((e) => absentOr(name, e));
      return value === undefined ? undefined : new Secret(value);
    },
    async put(text, value) {
      const name = checkSecretName(text);
      const vault = await client();
      const set = () => vault.setSecret(name, value.reveal());
      await set()
        .catch((e) => (isRemoved(e) ? recover(vault, name).then(set) : Promise.reject(e)))
        .catch(failure(name));
    },
    async remove(text) {
      const name = checkSecretName(text);
      await (await client()).beginDeleteSecret(name, { intervalInMs: 500 }).catch((e) => absentOr(name, e));
    },
  };
}

const RECOVERY_MS = 30_000;

const recover = async (client: SecretClient, name: string) => {
  const recovery = await client.beginRecoverDeletedSecret(name, { intervalInMs: 500 });
  await recovery.pollUntilDone({ abortSignal: AbortSignal.timeout(RECOVERY_MS) });
};

/** Removed, and the name kept by the vault's soft delete. */
const isRemoved = (error: unknown) =>
  isRestError(error) && error.statusCode === 409 && JSON.stringify(error.details)?.includes("ObjectIsDeletedButRecoverable");

function absentOr(name: string, error: unknown): { value?: undefined } {
  if (isRestError(error) && error.statusCode === 404) return {};
  return failure(name)(error);
}

/** Tells status and code only: the request, which holds the value, stays behind. */
const failure =
  (name: string) =>
  (error: unknown): never => {
    if (error instanceof FleetError) throw error;
    const { statusCode: status, code } = isRestError(error)
      ? error
      : { statusCode: undefined, code: error instanceof Error ? error.name : undefined };
    const answer = `Key Vault answered ${status ?? "nothing"} (${code ?? "no code"}) for the secret "${name}"`;
    const advice =
      status === 401 || status === 403
        ? "give this app's identity the role Key Vault Secrets Officer, and look whether the secret is disabled"
        : "try again";
    throw new FleetError("StorageUnavailable", `${answer}; ${advice}`, { retryable: true });
  };
