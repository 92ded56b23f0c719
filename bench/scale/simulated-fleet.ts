import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "../../lib/core/clock.js";
import { destinations } from "../../lib/core/destinations.js";
import { silentLog } from "../../lib/core/log.js";
import { Secret } from "../../lib/core/secret.js";
import { readConfig } from "../../lib/core/settings/config.js";
import { credentialSecretName, encodeCredential } from "../../lib/fleet/accounts/credential-secret.js";
import { Machine } from "../../lib/fleet/machines/machine.js";
import type { SecretStore } from "../../lib/fleet/ports.js";
import { awayBatches } from "../../lib/jobs/control/away-batches.js";
import { startJob } from "../../lib/jobs/control/start-job.js";
import type { RunJobDeps } from "../../lib/jobs/engine/run-deps.js";
import { runJob } from "../../lib/jobs/engine/run-job.js";
import { turnsOf } from "../../lib/jobs/engine/turns.js";
import type { JobMessage, JobQueue } from "../../lib/jobs/ports.js";
import { recipeOf } from "../../lib/jobs/recipes.js";
import { lookAtServer } from "../../lib/remote/look-at-server.js";
import { storageClients } from "../../lib/store/clients.js";
import { countOperations } from "../../lib/store/count-operations.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import { keepJobs } from "../../lib/store/jobs/kept-jobs.js";
import { keepAccounts, keepFabrics, keepInstallers, keepSecrets } from "../../lib/store/kept-stores.js";
import { sealedSecrets } from "../../lib/store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "../../lib/store/secrets/sealing-key-ring.js";
import { storage } from "../../lib/store/storage.js";
import { memoryStorage } from "../../test/store/memory/memory-storage.js";
import { NEW_VERSION, OS_TAG } from "../lab/target.js";
import { inTurn } from "../measure/in-turn.js";
import { watchPeak } from "../measure/peak.js";
import { simulatedMachine } from "./simulated-machine.js";

export const PLACE = { fabric: "bench", container: "servers" };
export const APART = "apart";
const ACCOUNT = { fabric: "bench", id: "1", name: "bench", userName: "root", hasPassword: false, hasPrivateKey: true, isDomainAccount: false };
const AT_ONCE = 32;

type Stores = Omit<ReturnType<typeof storage>, "probeQueue" | "poison"> & Readonly<{ secrets: SecretStore }>;
/** Where the rows are. `counter`: begins to count what is asked of storage, where that can be counted. */
export type Rows = Readonly<{ stores: Stores; counter(): Readonly<{ total(): number; stop(): void }> }>;

/** The product's own tables, blobs and secrets in this storage. */
export async function storedRows(connectionString: string): Promise<Rows> {
  const clients = storageClients({ connectionString });
  await ensureStorage(clients);
  const { secrets } = readConfig({ AzureWebJobsStorage: connectionString, FLEET_SEALING_KEY: randomBytes(32).toString("base64") });
  if (secrets.kind !== "sealed") throw new Error("the bench seals its secrets");
  const sealed = sealedSecrets(clients.tables.secrets, sealingKeyRing(secrets.keyRing));
  return { stores: { ...storage(clients, systemClock), secrets: sealed }, counter: () => countOperations(clients) };
}

/** The stores of the tests, which lie in this process. */
export const rowsInMemory = (): Rows => ({ stores: memoryStorage(), counter: () => ({ total: () => Number.NaN, stop: () => {} }) });

/** A fleet whose machines are not there. */
export async function simulatedFleet({ stores, counter }: Rows, count: number) {
  const messages: JobMessage[] = [];
  const deps = jobDeps(stores, { queue: { send: async (message) => void messages.push(message) }, ...AT_ONCE_OVER });
  const names = await seed(deps, count);
  return { updateAll: (forks: number) => updateAll(deps, names, { counter, messages, forks }) };
}

/** One fabric with an installer and so many machines; gives their names. `apart`: so many of the first lie in a container of their own. */
export async function seed(deps: RunJobDeps, count: number, apart = 0): Promise<readonly string[]> {
  await deps.fabrics.create({
    ...{ name: PLACE.fabric, friendlyName: PLACE.fabric, generation: "Classic", serverAddress: "10.20.0.4", serverPort: 443 },
    ...{ serverVersion: NEW_VERSION, processServers: [], masterTargets: [], jumpHosts: [] },
  });
  await deps.accounts.create({ ...ACCOUNT, credentialVersion: 1, provedVersion: 1, refusedBy: [], refusedInARow: 0, stopped: false });
  await deps.secrets.put(credentialSecretName(PLACE.fabric, ACCOUNT.id), encodeCredential({ privateKey: new Secret("bench") }));
  const fileName = `Microsoft-ASR_UA_${NEW_VERSION}_${OS_TAG}_GA_15Jan2025_release.tar.gz`;
  const file = { sha256: "a".repeat(64), sizeBytes: 1_000_000, buildDate: "2025-01-15", importedAt: new Date().toISOString() };
  await deps.installers.create({ fileName, version: NEW_VERSION, osTag: OS_TAG, ...file });
  const names = Array.from({ length: count }, (_, i) => `bench-${i}`);
  await inTurn(names, AT_ONCE, (name) => deps.machines.create({ ...aMachine(name), ...(names.indexOf(name) < apart && { container: APART }) }));
  return names;
}

const AT_ONCE_OVER = { clock: systemClock, installerSeconds: 0 };

/** The job that updates a machine of such a fleet. */
export const anUpdate = (name: string, container = PLACE.container) =>
  ({ recipe: "update", target: { kind: "machine", fabric: PLACE.fabric, container, name, friendlyName: name }, input: {} }) as const;

type Running = Readonly<{ counter: Rows["counter"]; messages: JobMessage[]; forks: number }>;

/** The batch that updates them all, so many at once. */
export const aBatch = (maxConcurrency: number) =>
  ({
    target: { kind: "batch", fabric: PLACE.fabric, container: PLACE.container, name: PLACE.container, friendlyName: PLACE.container },
    batch: { recipe: "update", selection: { kind: "all", ...PLACE, protectedOnly: true, filter: {} }, maxConcurrency, order: "Given" },
    input: {},
  }) as const;

/** Starts a job for each machine and carries all messages, so many at once; delays are not waited for. */
async function updateAll(deps: RunJobDeps, names: readonly string[], { counter, messages, forks }: Running) {
  const operations = counter();
  const peak = watchPeak(() => process.memoryUsage.rss(), 200);
  const before = process.cpuUsage();
  const began = performance.now();
  await inTurn(names, forks, (name) => startJob(deps)(anUpdate(name)));
  const run = runJob(deps);
  const sent = await drain(messages, forks, run);
  const { user, system } = process.cpuUsage(before);
  const wallSeconds = (performance.now() - began) / 1000;
  operations.stop();
  await expectDone(deps, names);
  const jobs = names.length;
  return {
    wallSeconds,
    cpuMsAJob: (user + system) / 1000 / jobs,
    operationsAJob: operations.total() / jobs,
    messagesAJob: sent / jobs,
    peakMb: peak.stop() / 1e6,
  };
}

async function drain(messages: JobMessage[], forks: number, run: (message: JobMessage) => Promise<void>): Promise<number> {
  let sent = 0;
  while (messages.length > 0) {
    const wave = messages.splice(0);
    sent += wave.length;
    await inTurn(wave, forks, run);
  }
  return sent;
}

export async function expectDone({ machines }: RunJobDeps, names: readonly string[]): Promise<void> {
  const found = await inTurn(names, AT_ONCE, (name) => machines.find({ ...PLACE, name }));
  const others = found.filter((machine) => machine?.value.agent?.version !== NEW_VERSION);
  if (others.length > 0)
    throw new Error(`${others.length} of ${names.length} simulated machines were not updated: ${JSON.stringify(others[0]?.value)}`);
}

const aMachine = (name: string): Machine =>
  Machine.parse({
    ...{ ...PLACE, name, friendlyName: name, address: name, osType: "Linux", protectedItem: name, accountId: ACCOUNT.id },
    hostKey: { type: "ssh-ed25519", sha256: "A".repeat(43), origin: "registered", recordedAt: new Date().toISOString() },
  });

/** As lib/app.ts composes them, but for the queue, which is in this process, and the machines, which are not there. */
export function jobDeps(bare: Stores, { queue, clock, installerSeconds }: Given): RunJobDeps {
  const { timing } = readConfig({ AzureWebJobsStorage: "UseDevelopmentStorage=true", FLEET_SEALING_KEY: randomBytes(32).toString("base64") });
  const machines = new Map<string, ReturnType<typeof simulatedMachine>>();
  const accounts = keepAccounts(bare.accounts, ACCOUNTS_KEPT_MS);
  return {
    ...bare,
    jobs: keepJobs(bare.jobs),
    accounts: accounts.fresh,
    keptAccounts: accounts.kept,
    fabrics: keepFabrics(bare.fabrics, KEPT_MS).kept,
    installers: keepInstallers(bare.installers, KEPT_MS).kept,
    secrets: keepSecrets(bare.secrets, KEPT_MS).kept,
    queue,
    connect: async ({ address }) => {
      const machine = machines.get(address) ?? simulatedMachine(address, { clock, installerSeconds });
      machines.set(address, machine);
      return machine();
    },
    hostKeyPolicy: "strict",
    connectTimeoutMs: 1000,
    lookAtServer: lookAtServer(destinations()),
    product: { settings: {}, secrets: [] },
    openVault: async () => {
      throw new Error("the bench has no vault");
    },
    installation: async () => "bench",
    recipeOf,
    turns: turnsOf(clock),
    awayBatches: awayBatches(),
    timing,
    clock,
    log: silentLog,
  };
}

type Given = Readonly<{ queue: JobQueue; clock: Clock; installerSeconds: number }>;

const KEPT_MS = 5000;
const ACCOUNTS_KEPT_MS = 1000;
