import { DefaultAzureCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import type { FleetContext } from "./api/context.js";
import { systemClock } from "./core/clock.js";
import { type Config, readConfig } from "./core/config.js";
import { invocationLog } from "./core/log.js";
import type { SecretStore } from "./fleet/ports.js";
import { planUpdate } from "./jobs/plan-update.js";
import type { JobMessage } from "./jobs/ports.js";
import { RECIPES } from "./jobs/recipes.js";
import { freeStaleJobs, readPoisoned } from "./jobs/rescue.js";
import type { RunJobDeps } from "./jobs/run-deps.js";
import { runJob } from "./jobs/run-job.js";
import { startJob } from "./jobs/start-job.js";
import { stopJob } from "./jobs/stop-job.js";
import { connectMachine } from "./remote/connect.js";
import { sshAddonLoaded } from "./remote/ssh-addon.js";
import { type StorageClients, storageClients } from "./store/clients.js";
import { ensureStorage } from "./store/ensure-storage.js";
import { installationId } from "./store/installation-id.js";
import { keyVaultSecrets } from "./store/key-vault-secrets.js";
import { sealedSecrets } from "./store/sealed-secrets.js";
import { sealingKeyRing } from "./store/sealing-key-ring.js";
import { storage } from "./store/storage.js";

/** The use cases of the product. */
export type Fleet = FleetContext &
  Readonly<{
    runJob(message: JobMessage): Promise<void>;
    readPoisoned(message: JobMessage): Promise<void>;
    freeStaleJobs(): Promise<number>;
    /** Makes storage ready; says what a start should say. */
    prepare(): Promise<void>;
  }>;

let built: Fleet | undefined;

/** Composition root: the one place that builds clients. Built at first use, then kept for the life of the process. */
export function fleet(): Fleet {
  built ??= build(readConfig(process.env));
  return built;
}

function build(config: Config): Fleet {
  const clients = openStorage(config);
  const stores = storage(clients, systemClock);
  const secrets = secretStore(config, clients);
  const deps = jobDeps(config, clients, stores, secrets);
  const retry = { ...deps, rescueAfterMs: config.timing.rescueAfterMs, retrySeconds: config.timing.retrySeconds };
  return {
    ...stores,
    secrets,
    startJob: startJob(deps),
    stopJob: stopJob(deps),
    planUpdate: planUpdate(deps),
    runJob: runJob(deps),
    readPoisoned: readPoisoned(retry),
    freeStaleJobs: freeStaleJobs(retry),
    prepare: () => prepare(clients),
    vault: config.vault,
    clock: systemClock,
    log: invocationLog,
  };
}

function jobDeps(config: Config, clients: StorageClients, stores: ReturnType<typeof storage>, secrets: SecretStore): RunJobDeps {
  let installation: Promise<string> | undefined;
  return {
    ...stores,
    secrets,
    connect: connectMachine,
    hostKeyPolicy: config.hostKeyPolicy,
    connectTimeoutMs: config.timing.connectTimeoutMs,
    installation: () => {
      installation ??= installationId(clients);
      return installation;
    },
    recipeOf: ({ recipe }) => RECIPES[recipe],
    timing: config.timing,
    clock: systemClock,
    log: invocationLog,
  };
}

const credential = (clientId?: string) => new DefaultAzureCredential(clientId ? { managedIdentityClientId: clientId } : {});

/** The clients of the configured storage account: by connection string, or by the app's identity. */
export function openStorage({ storage: settings }: Pick<Config, "storage">): StorageClients {
  return storageClients("connectionString" in settings ? settings : { accountName: settings.accountName, credential: credential(settings.clientId) });
}

function secretStore({ secrets }: Config, { tables }: StorageClients): SecretStore {
  return secrets.kind === "sealed"
    ? sealedSecrets(tables.secrets, sealingKeyRing(secrets.keyRing))
    : keyVaultSecrets(new SecretClient(secrets.url, credential()));
}

async function prepare(clients: StorageClients): Promise<void> {
  await ensureStorage(clients);
  if (sshAddonLoaded()) invocationLog.info("ssh2 runs with its native addon");
  else invocationLog.warn("ssh2 runs without its native addon; uploads cost about twice the CPU");
}
