import { announce } from "./alerts/announce.js";
import { deliverAlert } from "./alerts/deliver-alert.js";
import { mailChannel } from "./alerts/mail.js";
import { resendAlerts, reviveAlerts } from "./alerts/resend-alerts.js";
import { webhookChannel } from "./alerts/webhook.js";
import type { FleetContext } from "./api/cmdlet/context.js";
import { openEntra } from "./api/http/entra/open.js";
import { armId } from "./api/ids/arm-id.js";
import { asrEvent } from "./api/objects/event.js";
import { systemClock } from "./core/clock.js";
import { type Config, readConfig } from "./core/config.js";
import type { Log } from "./core/log.js";
import { once } from "./core/once.js";
import { settingsSecrets, settingsShown } from "./core/settings-shown.js";
import type { AlertMessage, ProbeMessage, SecretStore } from "./fleet/ports.js";
import { startBatch } from "./jobs/batch/start-batch.js";
import { freeStaleJobs, readPoisoned } from "./jobs/engine/rescue.js";
import type { RunJobDeps } from "./jobs/engine/run-deps.js";
import { runJob } from "./jobs/engine/run-job.js";
import { checkPlan } from "./jobs/plan/check-plan.js";
import { planBatch } from "./jobs/plan/plan-batch.js";
import { planUpdate } from "./jobs/plan/plan-update.js";
import type { JobMessage } from "./jobs/ports.js";
import { recipeOf } from "./jobs/recipes.js";
import { restartJob } from "./jobs/restart-job.js";
import { resumeJob } from "./jobs/resume-job.js";
import { startJob } from "./jobs/start-job.js";
import { stopJob } from "./jobs/stop-job.js";
import { connectMachine } from "./remote/connect.js";
import { sshAddonLoaded } from "./remote/ssh/ssh-addon.js";
import { type StorageClients, storageClients, type TokenCredential } from "./store/clients.js";
import { ensureStorage } from "./store/ensure-storage.js";
import { installationId } from "./store/installation-id.js";
import { keepContent } from "./store/installers/content-cache.js";
import { keepFabrics, keepInstallers, keepSecrets } from "./store/kept-stores.js";
import { messageQueue } from "./store/message-queue.js";
import { keyVaultSecrets } from "./store/secrets/key-vault-secrets.js";
import { sealedSecrets } from "./store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "./store/secrets/sealing-key-ring.js";
import { storage } from "./store/storage.js";
import { openVault } from "./vault/open-vault.js";
import { checkVersions } from "./watch/check-versions.js";
import { probeMachine } from "./watch/probe-machine.js";
import { sendProbes } from "./watch/send-probes.js";

/** The use cases of the product. A log is that of one invocation: the host adds its function and its id to what is said there. */
export type Fleet = FleetContext &
  Readonly<{
    runJob(message: JobMessage, log: Log): Promise<void>;
    readPoisoned(message: JobMessage, log: Log): Promise<void>;
    /** Sends a message of that queue again as it came, for a newer release to read. */
    putBack(queue: "jobs" | "alerts" | "probes", message: object): Promise<void>;
    freeStaleJobs(log: Log): Promise<number>;
    checkVersions(log: Log): Promise<number>;
    sendProbes(): Promise<number>;
    probeMachine(message: ProbeMessage, log: Log): Promise<void>;
    deliverAlert(message: AlertMessage, log: Log): Promise<void>;
    resendAlerts(): Promise<number>;
    /** Makes storage ready; says what a start should say. */
    prepare(log: Log): Promise<void>;
  }>;

/** So long a job may go on by what another instance has changed meanwhile: fabrics, catalogue, secrets. */
const KEPT_MS = 5000;

/** A newer release that is being rolled out reads after so long what this one put back. */
const PUT_BACK_SECONDS = 30;

let built: Fleet | undefined;

/** Composition root: the one place that builds clients. Built at first use, then kept for the life of the process. */
export function fleet(): Fleet {
  built ??= build(readConfig(process.env));
  return built;
}

function build(config: Config): Fleet {
  const clients = openStorage(config);
  const silent = storage(clients, systemClock);
  const bare = { ...silent, events: announce({ ...silent, clock: systemClock }) };
  const fabrics = keepFabrics(bare.fabrics, KEPT_MS);
  const installers = keepInstallers(bare.installers, KEPT_MS);
  const kept = keepSecrets(secretStore(config, clients), KEPT_MS);
  const stores = { ...bare, fabrics: fabrics.fresh, installers: installers.fresh };
  const secrets = kept.fresh;
  const forJobs = { ...bare, fabrics: fabrics.kept, installers: installers.kept, content: keepContent(bare.content) };
  const deps = jobDeps(config, clients, forJobs, kept.kept);
  const channels = alertChannels(config, secrets);
  const retry = { ...deps, rescueAfterMs: config.timing.rescueAfterMs, retrySeconds: config.timing.retrySeconds };
  return {
    ...stores,
    secrets,
    startJob: startJob(deps),
    startBatch: startBatch(deps),
    stopJob: stopJob(deps),
    planUpdate: planUpdate(stores),
    planBatch: planBatch({ ...stores, clock: systemClock }),
    checkPlan: checkPlan({ ...stores, clock: systemClock }),
    resumeJob: resumeJob(deps),
    restartJob: restartJob(deps),
    runJob: (message, log) => runJob({ ...deps, log })(message),
    readPoisoned: (message, log) => readPoisoned({ ...retry, log })(message),
    putBack: (queue, message) =>
      messageQueue({ jobs: clients.jobQueue, alerts: clients.alertQueue, probes: clients.probeQueue }[queue], () => `A message of ${queue}`).send(
        message,
        PUT_BACK_SECONDS,
      ),
    freeStaleJobs: (log) => freeStaleJobs({ ...retry, log })(),
    checkVersions: (log) => checkVersions({ ...stores, clock: systemClock, log })(),
    sendProbes: sendProbes({ ...stores, clock: systemClock, intervalMs: config.probeIntervalMs }),
    probeMachine: (message, log) => probeMachine({ ...deps, probeQueue: stores.probeQueue, log })(message),
    deliverAlert: (message, log) => deliverAlert({ ...silent, channels, clock: systemClock, log })(message),
    resendAlerts: resendAlerts({ ...stores, clock: systemClock }),
    reviveAlerts: reviveAlerts({ ...stores, clock: systemClock }),
    mail: { ready: config.mail !== undefined, owners: config.mail?.owners ?? [] },
    prepare: (log) => prepare(clients, log),
    entra: config.entra && openEntra(config.entra, systemClock),
    vault: config.vault,
    clock: systemClock,
  };
}

function jobDeps(config: Config, clients: StorageClients, stores: ReturnType<typeof storage>, secrets: SecretStore): Omit<RunJobDeps, "log"> {
  return {
    ...stores,
    secrets,
    connect: connectMachine,
    openVault: openVault(systemClock, credential),
    hostKeyPolicy: config.hostKeyPolicy,
    connectTimeoutMs: config.timing.connectTimeoutMs,
    product: { settings: settingsShown(config), secrets: settingsSecrets(config) },
    installation: once(() => installationId(clients)),
    recipeOf,
    timing: config.timing,
    clock: systemClock,
  };
}

const alertChannels = ({ vault, mail }: Config, secrets: SecretStore) => ({
  webhook: webhookChannel({ secrets, clock: systemClock, source: armId(vault, {}), shown: (event) => asrEvent(event, vault) }),
  mail: mailChannel(mail),
});

/** The app's own identity. Its library is the largest of all, and loaded when a first token is needed: a connection string needs none. */
function credential(clientId?: string): TokenCredential {
  const open = once(async () => new (await import("@azure/identity")).DefaultAzureCredential(clientId ? { managedIdentityClientId: clientId } : {}));
  return {
    getToken: async (...wanted) => {
      return (await open()).getToken(...wanted);
    },
  };
}

/** The clients of the configured storage account: by connection string, or by the app's identity. */
export function openStorage({ storage: settings }: Pick<Config, "storage">): StorageClients {
  return storageClients("connectionString" in settings ? settings : { accountName: settings.accountName, credential: credential(settings.clientId) });
}

function secretStore({ secrets }: Config, { tables }: StorageClients): SecretStore {
  return secrets.kind === "sealed"
    ? sealedSecrets(tables.secrets, sealingKeyRing(secrets.keyRing))
    : keyVaultSecrets(async () => new (await import("@azure/keyvault-secrets")).SecretClient(secrets.url, credential()));
}

async function prepare(clients: StorageClients, log: Log): Promise<void> {
  await ensureStorage(clients);
  if (sshAddonLoaded()) log.info("ssh2 runs with its native addon");
  else log.warn("ssh2 runs without its native addon; uploads cost about twice the CPU");
}
