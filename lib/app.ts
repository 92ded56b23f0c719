import type { z } from "zod";
import { announce } from "./alerts/announce.js";
import { deliverAlert } from "./alerts/deliver-alert.js";
import { mailChannel } from "./alerts/mail.js";
import { resendAlerts, reviveAlerts } from "./alerts/resend-alerts.js";
import { webhookChannel } from "./alerts/webhook.js";
import type { FleetContext } from "./api/cmdlet/context.js";
import { openEntra } from "./api/http/entra/open.js";
import { failedKeys } from "./api/http/failed-keys.js";
import { recentKeys } from "./api/http/recent-keys.js";
import { armId } from "./api/ids/arm-id.js";
import { keepMarks } from "./api/machines/keep-marks.js";
import { asrEvent } from "./api/objects/event.js";
import { sealRecords } from "./audit/seal-records.js";
import { credential, openStorage, secretStore } from "./configured.js";
import { systemClock } from "./core/clock.js";
import { type Log, processLog } from "./core/log.js";
import { once } from "./core/once.js";
import type { Config } from "./core/settings/config.js";
import { settingsSecrets, settingsShown } from "./core/settings/settings-shown.js";
import type { AlertMessage, ProbeMessage, SecretStore } from "./fleet/ports.js";
import { settleDoubts } from "./fleet/secrets/settle-doubts.js";
import { startBatch } from "./jobs/batch/start-batch.js";
import { awayBatches } from "./jobs/control/away-batches.js";
import { lookNow } from "./jobs/control/look-now.js";
import { restartJob } from "./jobs/control/restart-job.js";
import { resumeJob } from "./jobs/control/resume-job.js";
import { startJob } from "./jobs/control/start-job.js";
import { stopJob } from "./jobs/control/stop-job.js";
import type { RunJobDeps } from "./jobs/engine/run-deps.js";
import { runJob } from "./jobs/engine/run-job.js";
import { turnsOf } from "./jobs/engine/turns.js";
import { checkPlan } from "./jobs/plan/check-plan.js";
import { planBatch } from "./jobs/plan/plan-batch.js";
import { planUpdate } from "./jobs/plan/plan-update.js";
import type { JobMessage } from "./jobs/ports.js";
import { recipeOf } from "./jobs/recipes.js";
import { handOn } from "./jobs/rescue/hand-on.js";
import { lookOut } from "./jobs/rescue/look-out.js";
import { emptyPoisonQueue } from "./jobs/rescue/poison-queue.js";
import { freeStaleJobs, readPoisoned } from "./jobs/rescue/rescue.js";
import { connectMachine } from "./remote/connect.js";
import { lookAtServer } from "./remote/look-at-server.js";
import { sshAddonLoaded } from "./remote/ssh/ssh-addon.js";
import { auditStore } from "./store/audit/audit-store.js";
import type { StorageClients } from "./store/clients.js";
import { ensureStorage } from "./store/ensure-storage.js";
import { installationId } from "./store/installation-id.js";
import { keepContent } from "./store/installers/content-cache.js";
import { keepJobs } from "./store/jobs/kept-jobs.js";
import { keepAccounts, keepFabrics, keepInstallers, keepSecrets } from "./store/kept-stores.js";
import { messageQueue } from "./store/message-queue.js";
import { storage } from "./store/storage.js";
import { openVault } from "./vault/open-vault.js";
import { checkVersions } from "./watch/check-versions.js";
import { probeMachine } from "./watch/probe-machine.js";
import { sendProbes } from "./watch/send-probes.js";

/** The use cases of the product. A log is that of one invocation: the host adds its function and its id to what is said there. */
export type Fleet = FleetContext &
  Readonly<{
    runJob(message: JobMessage, log: Log): Promise<void>;
    /** Handles what the host gave up; the schemas tell what can be read. Gives the number of messages. */
    emptyPoisonQueues(schemas: MessageSchemas, log: Log): Promise<number>;
    freeStaleJobs(log: Log): Promise<void>;
    /** Gives running jobs to others before this process ends. */
    handOn(log: Log): Promise<void>;
    /** Sends a message of that queue again as it came, for a newer release to read. */
    putBack(queue: "jobs" | "alerts" | "probes", message: object): Promise<void>;
    checkVersions(log: Log): Promise<number>;
    sendProbes(): Promise<number>;
    probeMachine(message: ProbeMessage, log: Log): Promise<void>;
    deliverAlert(message: AlertMessage, log: Log): Promise<void>;
    resendAlerts(): Promise<number>;
    /** Seals for the audit what was written until some minutes ago; gives the number of facts. */
    sealAudit(): Promise<number>;
    /** Removes secrets that no row names; gives their number. */
    settleSecrets(log: Log): Promise<number>;
    /** Makes what is missing in storage, all of it at once. */
    makeStorage(): Promise<void>;
  }>;

/** How the messages of the three queues look. */
export type MessageSchemas = Readonly<{ jobs: z.ZodType<JobMessage>; alerts: z.ZodType<AlertMessage>; probes: z.ZodType<object> }>;

/** So long a job may go on by what another instance has changed meanwhile: fabrics, catalogue, secrets. */
const KEPT_MS = 5000;
/** As long as a login takes: who stops an account meanwhile is no later than for those that are on their way in. */
const ACCOUNTS_KEPT_MS = 1000;

/** A newer release that is being rolled out reads after so long what this one put back. */
const PUT_BACK_SECONDS = 30;

/** Composition root: the one place where the parts of the product are put together. */
export function composeApp(config: Config): Fleet {
  const clients = openStorage(config);
  const silent = storage(clients, systemClock);
  const accounts = keepAccounts(silent.accounts, ACCOUNTS_KEPT_MS);
  const bare = { ...silent, jobs: keepJobs(silent.jobs), accounts: accounts.fresh, events: announce({ ...silent, clock: systemClock }) };
  const fabrics = keepFabrics(bare.fabrics, KEPT_MS);
  const installers = keepInstallers(bare.installers, KEPT_MS);
  const kept = keepSecrets(secretStore(config, clients), KEPT_MS);
  const stores = { ...bare, fabrics: fabrics.fresh, installers: installers.fresh };
  const secrets = kept.fresh;
  const forJobs = {
    ...bare,
    keptAccounts: accounts.kept,
    fabrics: fabrics.kept,
    installers: installers.kept,
    content: keepContent(bare.content, systemClock),
  };
  const deps = jobDeps(config, clients, forJobs, kept.kept);
  const channels = alertChannels(config, secrets);
  const retry = { ...deps, queue: bare.queue, rescueAfterMs: config.timing.rescueAfterMs, retrySeconds: config.timing.retrySeconds };
  const audit = auditStore(clients);
  const queues = { jobs: clients.jobQueue, alerts: clients.alertQueue, probes: clients.probeQueue };
  const putBack: Fleet["putBack"] = (queue, message) => messageQueue(queues[queue], () => `A message of ${queue}`).send(message, PUT_BACK_SECONDS);
  const back = (queue: keyof typeof queues) => (message: object) => putBack(queue, message);
  const watch = lookOut({ ...retry, log: processLog, look: freeStaleJobs({ ...retry, log: processLog }) });
  return {
    ...stores,
    uploadOrigin: new URL(clients.blobs.url).origin,
    keptMarks: keepMarks(bare.marks, systemClock),
    secrets,
    startJob: startJob(deps),
    startBatch: startBatch(deps),
    stopJob: stopJob(deps),
    planUpdate: planUpdate({ ...stores, clock: systemClock }),
    planBatch: planBatch({ ...stores, clock: systemClock }),
    checkPlan: checkPlan({ ...stores, clock: systemClock }),
    resumeJob: resumeJob(deps),
    lookNow: lookNow(deps),
    restartJob: restartJob(deps),
    runJob: (message, log) => {
      watch.wake();
      return runJob({ ...deps, log })(message);
    },
    emptyPoisonQueues: async (schemas, log) => {
      const { poison, events } = bare;
      // Their rows are there: a timer sends an alert again, and the next round looks at every machine.
      const left = async (message: object) => log.warn("a message was given up; a timer sends what it was about again", { message });
      const jobs = { queue: poison.jobs, events, log, schema: schemas.jobs, putBack: back("jobs"), handle: readPoisoned({ ...retry, log }) };
      const ofJobs = await emptyPoisonQueue(jobs);
      const ofAlerts = await emptyPoisonQueue({ queue: poison.alerts, events, log, schema: schemas.alerts, putBack: back("alerts"), handle: left });
      const ofProbes = await emptyPoisonQueue({ queue: poison.probes, events, log, schema: schemas.probes, putBack: back("probes"), handle: left });
      return ofJobs + ofAlerts + ofProbes;
    },
    freeStaleJobs: async (log) => {
      const { active } = await freeStaleJobs({ ...retry, log })({ tidy: true });
      if (active > 0) watch.wake();
    },
    handOn: async (log) => {
      watch.end();
      await handOn({ ...retry, log })();
    },
    putBack,
    checkVersions: (log) => checkVersions({ ...stores, clock: systemClock, log })(),
    sendProbes: sendProbes({ ...stores, clock: systemClock, intervalMs: config.probeIntervalMs }),
    probeMachine: (message, log) => probeMachine({ ...deps, probeQueue: stores.probeQueue, log })(message),
    deliverAlert: (message, log) => deliverAlert({ ...silent, channels, clock: systemClock, log })(message),
    resendAlerts: resendAlerts({ ...stores, clock: systemClock }),
    sealAudit: sealRecords({ audit, secrets, doubts: stores.doubts, clock: systemClock }),
    settleSecrets: (log) =>
      settleDoubts({ ...silent, secrets, auditKey: async () => (await audit.findHead())?.value.keyName, clock: systemClock, log }),
    reviveAlerts: reviveAlerts({ ...stores, clock: systemClock }),
    mail: { ready: config.mail !== undefined, owners: config.mail?.owners ?? [] },
    makeStorage: () => ensureStorage(clients).finally(() => watch.wake()), // jobs may be open whose worker died
    sshAddon: sshAddonLoaded(),
    entra: config.entra && openEntra(config.entra, systemClock),
    failedKeys: failedKeys(systemClock),
    recentKeys: recentKeys(systemClock),
    proxyHops: config.proxyHops,
    vault: config.vault,
    clock: systemClock,
  };
}

function jobDeps(
  config: Config,
  clients: StorageClients,
  stores: ReturnType<typeof storage> & Pick<RunJobDeps, "keptAccounts">,
  secrets: SecretStore,
): Omit<RunJobDeps, "log"> {
  return {
    ...stores,
    secrets,
    connect: connectMachine(config.destinations),
    openVault: openVault({ clock: systemClock, allowed: config.destinations, identity: credential }),
    lookAtServer: lookAtServer(config.destinations),
    hostKeyPolicy: config.hostKeyPolicy,
    connectTimeoutMs: config.timing.connectTimeoutMs,
    product: { settings: settingsShown(config), secrets: settingsSecrets(config) },
    installation: once(() => installationId(clients)),
    recipeOf,
    turns: turnsOf(systemClock),
    awayBatches: awayBatches(),
    timing: config.timing,
    clock: systemClock,
  };
}

const alertChannels = ({ vault, mail, destinations }: Config, secrets: SecretStore) => ({
  webhook: webhookChannel({ secrets, destinations, clock: systemClock, source: armId(vault, {}), shown: (event) => asrEvent(event, vault) }),
  mail: mailChannel(mail),
});
