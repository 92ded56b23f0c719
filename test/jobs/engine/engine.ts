import { destinations } from "../../../lib/core/destinations.js";
import { FleetError } from "../../../lib/core/errors.js";
import { silentLog } from "../../../lib/core/log.js";
import { Secret } from "../../../lib/core/secret.js";
import type { JobTiming } from "../../../lib/core/settings/config.js";
import { credentialSecretName, encodeCredential } from "../../../lib/fleet/accounts/credential-secret.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import { awayBatches } from "../../../lib/jobs/control/away-batches.js";
import { startJob } from "../../../lib/jobs/control/start-job.js";
import { stopJob } from "../../../lib/jobs/control/stop-job.js";
import type { RunJobDeps } from "../../../lib/jobs/engine/run-deps.js";
import { runJob } from "../../../lib/jobs/engine/run-job.js";
import type { Recipe, StepContext, StepOutcome, StepWith } from "../../../lib/jobs/engine/step.js";
import { turnsOf } from "../../../lib/jobs/engine/turns.js";
import type { Job } from "../../../lib/jobs/job.js";
import type { JobInput } from "../../../lib/jobs/job-input.js";
import { handOn } from "../../../lib/jobs/rescue/hand-on.js";
import { freeStaleJobs, readPoisoned } from "../../../lib/jobs/rescue/rescue.js";
import { lookAtServer } from "../../../lib/remote/look-at-server.js";
import type { RemoteMachine, RunState } from "../../../lib/remote/machine.js";
import { memoryAccounts } from "../../store/memory/memory-accounts.js";
import { memoryBatches } from "../../store/memory/memory-batches.js";
import { memoryBundles } from "../../store/memory/memory-bundles.js";
import { memoryEvents } from "../../store/memory/memory-events.js";
import { memoryFabrics } from "../../store/memory/memory-fabrics.js";
import { memoryGroups } from "../../store/memory/memory-groups.js";
import { memoryImports } from "../../store/memory/memory-imports.js";
import { memoryInstallerContent } from "../../store/memory/memory-installer-content.js";
import { memoryInstallers } from "../../store/memory/memory-installers.js";
import { memoryJobLogs } from "../../store/memory/memory-job-logs.js";
import { memoryJobQueue } from "../../store/memory/memory-job-queue.js";
import { memoryJobs } from "../../store/memory/memory-jobs.js";
import { memoryMachines } from "../../store/memory/memory-machines.js";
import { memorySecrets } from "../../store/memory/memory-secrets.js";

export const timing: JobTiming = {
  connectTimeoutMs: 1000,
  runBudgetMs: 30_000,
  stepTimeoutMs: 30_000,
  uploadSliceMs: 20_000,
  pollSeconds: 10,
  retrySeconds: 15,
  rescueAfterMs: 30_000,
  installerTimeoutSeconds: 1800,
};

/** What a scripted step does at its n-th run, counted from 1; what it throws is its failure. */
export type Script = (run: number, context: StepContext) => StepOutcome | Promise<StepOutcome>;

/** A clock that stands still until it is moved; a sleep moves it. */
export function handClock(start = "2026-11-01T10:00:00.000Z") {
  let ms = Date.parse(start);
  const move = (more: number) => {
    ms += more;
  };
  return { now: () => new Date(ms), sleep: async (more: number) => move(more), pass: (seconds: number) => move(seconds * 1000) };
}

/** The engine on memory stores, with steps and a connection that the test scripts. */
export async function jobEngine(scripts: Record<string, Script & { changes?: boolean; judges?: true }>, over: Partial<RunJobDeps> = {}) {
  const clock = handClock();
  const runs: string[] = [];
  const steps = Object.entries(scripts).map(([name, script]): StepWith<StepContext> => {
    let count = 0;
    return {
      name,
      title: name,
      changes: script.changes ?? false,
      ...(script.judges && { judges: script.judges }),
      deadlineSeconds: 600,
      run: async (context) => {
        runs.push(name);
        await context.remote();
        return script(++count, context);
      },
    };
  });
  const recipe: Recipe = () => steps.map((step) => ({ step }));
  const remote = fakeRemote();
  const imports = memoryImports();
  const machines = memoryMachines(imports);
  const deps: RunJobDeps = {
    jobs: memoryJobs(),
    queue: memoryJobQueue(),
    machines,
    staging: machines.staging,
    accounts: memoryAccounts(),
    secrets: memorySecrets(),
    fabrics: memoryFabrics(),
    installers: memoryInstallers(),
    content: memoryInstallerContent(),
    events: memoryEvents(),
    jobLogs: memoryJobLogs(),
    batches: memoryBatches(),
    imports,
    groups: memoryGroups(),
    bundles: memoryBundles(),
    openVault: async () => {
      throw new Error("the engine of a test has no vault");
    },
    lookAtServer: lookAtServer(destinations(["127.0.0.0/8"])),
    product: { settings: {}, secrets: [] },
    connect: async () => remote,
    hostKeyPolicy: "approve",
    connectTimeoutMs: 1000,
    installation: async () => "installation-1",
    recipeOf: () => recipe,
    turns: turnsOf(clock),
    awayBatches: awayBatches(),
    timing,
    clock,
    log: silentLog,
    ...over,
  };
  const queue = deps.queue as ReturnType<typeof memoryJobQueue>; // no test gives another one
  await deps.machines.create(aMachine());
  await deps.accounts.create(anAccount());
  await deps.secrets.put(credentialSecretName("fabric", "1"), encodeCredential({ password: new Secret("pw") }));
  const rescue = { ...deps, queue, rescueAfterMs: timing.rescueAfterMs, retrySeconds: 15 };
  const run = runJob(deps);
  const job = async (name: string): Promise<Job> => {
    const found = await deps.jobs.find(name);
    if (!found) throw new Error(`no job ${name}`);
    return found.value;
  };
  return {
    ...deps,
    clock,
    queue,
    remote,
    runs,
    job,
    run,
    start: (input: JobInput = {}, machine = aMachine()) =>
      startJob(deps)({
        recipe: "update",
        target: { kind: "machine", fabric: machine.fabric, container: machine.container, name: machine.name, friendlyName: machine.friendlyName },
        input,
      }),
    stop: stopJob(deps),
    rescue: async () => (await freeStaleJobs(rescue)()).sent,
    /** The time to come to a safe point is over at once, unless `sleep` says otherwise. */
    handOn: (over: Partial<typeof clock> = {}) => handOn({ ...rescue, clock: { ...clock, ...over } })(),
    poison: readPoisoned(rescue),
    machine: async () => (await deps.machines.find(aMachine()))?.value as Machine, // it was created above
    /** Delivers messages in order, time passing as they ask for, until none is left or so many were. */
    drain: async (most = 50) => {
      for (let i = 0; i < most; i++) {
        const next = queue.take();
        if (!next) return;
        clock.pass(next.delaySeconds);
        await run(next.message);
      }
    },
  };
}

export const aMachine = (over: Partial<Machine> = {}): Machine => ({
  fabric: "fabric",
  container: "container",
  name: "machine-1",
  friendlyName: "web-01",
  address: "127.0.0.1",
  port: 22,
  osType: "Linux",
  accountId: "1",
  legacySsh: false,
  hostKey: { type: "ssh-ed25519", sha256: "x", origin: "registered", recordedAt: "2026-11-01T00:00:00.000Z" },
  tags: {},
  failuresInARow: 0,
  lastToken: 0,
  ...over,
});

export const anAccount = () => ({
  fabric: "fabric",
  id: "1",
  name: "root",
  userName: "root",
  hasPassword: true,
  hasPrivateKey: false,
  isDomainAccount: false,
  credentialVersion: 1,
  provedVersion: 1,
  refusedBy: [],
  refusedInARow: 0,
  stopped: false,
});

/** A connection without a machine: the run slot is a variable, nothing else answers. */
export function fakeRemote(): RemoteMachine & { slot: RunState; cleared: unknown[] } {
  const unused = async () => {
    throw new FleetError("Internal", "the scripted connection has no such thing");
  };
  const remote = {
    slot: { state: "none" } as RunState,
    cleared: [] as unknown[],
    hostKey: { type: "ssh-ed25519", sha256: "x" },
    script: unused,
    run: unused,
    stage: unused,
    launch: unused,
    look: async () => remote.slot,
    logTail: async () => "",
    clear: async (...args: unknown[]) => void remote.cleared.push(args),
    close: async () => {},
  };
  return remote;
}
