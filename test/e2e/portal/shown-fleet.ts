import { createAccessKey } from "../../../lib/api/http/access-key-text.js";
import type { Clock } from "../../../lib/core/clock.js";
import { uuidv7Of } from "../../../lib/core/ids.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import type { BatchMember } from "../../../lib/jobs/batch/batch-member.js";
import type { Job } from "../../../lib/jobs/job.js";
import { type MemoryContext, memoryContext } from "../../api/memory-context.js";
import { aFabric, aJob, aMachine, anAccount, anEvent, anInstaller } from "../../store/samples.js";

/** It is always this moment there, so that what is shown is the same every time. */
export const MOMENT = new Date("2026-11-24T14:04:26.000Z");
const NEWEST = "9.64.7440.1";
const VERSIONS = ["9.61.7016.1", "9.62.7096.1", "9.63.7225.1", NEWEST] as const;
const SYSTEMS = ["UBUNTU-22.04-64", "RHEL8-64", "SLES15-64", "DEBIAN11-64", "Windows"] as const;
const NAMES = ["web", "db", "app", "cache", "files"] as const;
const SITES = ["berlin", "oslo", "lyon"] as const;

const ago = (minutes: number): Date => new Date(MOMENT.getTime() - minutes * 60_000);

export type ShownFleet = Readonly<{ context: MemoryContext; key: string; failedJob: string; batch: string; machine: string }>;

/** A fleet as an administrator may have one: mostly well, with some of everything that needs somebody. Two machines of three are in the first fabric. */
export async function shownFleet(count: number, clock: Clock = { now: () => MOMENT, sleep: async () => {} }): Promise<ShownFleet> {
  const context = memoryContext(clock);
  for (const fabric of FABRICS) {
    await context.fabrics.create(fabric);
    await context.fabrics.createContainer({ fabric: fabric.name, name: "servers", friendlyName: "servers" });
    await context.accounts.create(anAccount({ fabric: fabric.name, name: "linux-root", provedVersion: 1 }));
  }
  await context.accounts.create(
    anAccount({
      fabric: "cs-berlin",
      id: "2",
      name: "domain",
      userName: "CONTOSO\\svc-asr",
      isDomainAccount: true,
      refusedBy: ["web-00011"],
      refusedInARow: 1,
      stopped: true,
    }),
  );
  for (const version of VERSIONS)
    for (const osTag of SYSTEMS.filter((tag) => tag !== "DEBIAN11-64")) await context.installers.create(ofSystem(version, osTag));
  await context.installers.putHold({
    version: "9.63.7225.1",
    osTag: "SLES15-64",
    reason: "Two machines lost their network after it.",
    since: ago(9000).toISOString(),
  });
  const machines = Array.from({ length: count }, (_, n) => machineOf(n));
  for (const machine of machines) await context.machines.create(machine);
  const jobs = await addJobs(context, machines);
  for (const [i, machine] of machines.slice(0, 40).entries())
    await context.events.add(
      anEvent(ago(30 + i * 17), {
        ...{ name: uuidv7Of(ago(30 + i * 17), `event ${i}`), fabric: machine.fabric, affectedObjectFriendlyName: machine.friendlyName },
        ...(EVENTS[i % EVENTS.length] ?? {}),
      }),
    );
  const key = (await createAccessKey(context, { scope: "administrator", label: "portal" })).key.reveal();
  const [first] = machines;
  const id = `/subscriptions/${context.vault.subscriptionId}/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1/replicationFabrics/${first?.fabric}/replicationProtectionContainers/servers/replicationProtectableItems/${first?.name}`;
  return { context, key, ...jobs, machine: id };
}

const FABRICS = [
  aFabric({
    ...{ name: "cs-berlin", friendlyName: "CS-BERLIN", serverAddress: "10.20.0.4", serverVersion: NEWEST },
    processServers: [{ id: "ps-1", friendlyName: "PS-BERLIN-1", ipAddress: "10.20.0.5", agentVersion: NEWEST, lastHeartbeat: ago(3).toISOString() }],
    masterTargets: [{ id: "mt-1", friendlyName: "MT-BERLIN-1", ipAddress: "10.20.0.6", agentVersion: NEWEST, lastHeartbeat: ago(4).toISOString() }],
  }),
  aFabric({
    ...{ name: "cs-oslo", friendlyName: "CS-OSLO", serverAddress: "10.30.0.4", serverVersion: "9.63.7225.1" },
    processServers: [
      { id: "ps-2", friendlyName: "PS-OSLO-1", ipAddress: "10.30.0.5", agentVersion: "9.62.7096.1", lastHeartbeat: ago(5).toISOString() },
    ],
  }),
];

const EVENTS = [
  { code: "AgentStopped", severity: "Critical", description: "The services of the Mobility service do not run" },
  {
    code: "AgentUpdatedByHand",
    severity: "Warning",
    description: "The Mobility service went from 9.62.7096.1 to 9.63.7225.1, and no job of this service did that",
  },
  { code: "MachineRecovered", severity: "OK", description: "NotEnoughSpace is over" },
] as const;

const ofSystem = (version: string, osTag: string) =>
  anInstaller({
    ...{ version, osTag, sizeBytes: 62_000_000 + osTag.length * 1_400_000, importedAt: ago(20_000).toISOString(), buildDate: "2026-05-20" },
    fileName: `Microsoft-ASR_UA_${version}_${osTag}_GA_20May2026_release.${osTag === "Windows" ? "exe" : "tar.gz"}`,
  });

function machineOf(n: number): Machine {
  const site = SITES[n % 3] ?? "berlin";
  const osTag = n % 29 === 3 ? "DEBIAN11-64" : (SYSTEMS[[0, 1, 0, 2, 1, 4][n % 6] ?? 0] ?? "UBUNTU-22.04-64");
  const version = VERSIONS[n % 11 === 0 ? 0 : n % 5 === 0 ? 1 : n % 4 === 0 ? 2 : 3] ?? NEWEST;
  const waits = n % 13 === 6;
  const name = `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
  return aMachine({
    ...{ fabric: n % 3 === 1 ? "cs-oslo" : "cs-berlin", container: "servers", name, friendlyName: `${NAMES[n % 5]}-${String(n).padStart(5, "0")}` },
    ...{ address: `10.${20 + (n % 3)}.${(n >> 8) & 255}.${n & 255}`, protectedItem: `item-${n}`, accountId: "1", tags: { site }, osTag },
    ...{
      osType: osTag === "Windows" ? "Windows" : "Linux",
      failuresInARow: n % 37 === 5 ? 1 : 0,
      ...(n % 37 === 5 && { lastFailure: "NotEnoughSpace" }),
    },
    ...(n % 10 === 2 && { availabilityGroup: `sql-${n % 100}` }),
    agent: {
      ...{ version, configured: true, servicesRunning: true, rebootRequired: waits ? "Recommended" : "None", bootId: "b" },
      ...{ driverVersionAtBoot: waits ? "9.61.7016.1" : version, checkedAt: ago(10 + (n % 300)).toISOString(), driverLoaded: true },
    },
    ...(n === 0 && { restarts: [ago(2880).toISOString(), ago(30_000).toISOString()] }),
  });
}

const TASKS = [
  "Checking the servers",
  "Opening the machine",
  "Looking at the system",
  "Staging the installer",
  "Running the installer",
  "Verifying the agent",
];

function tasksOf(began: Date, failed: boolean): Job["tasks"] {
  const seconds = [2, 3, 4, 38, 95, 12];
  let at = began.getTime();
  return TASKS.slice(0, failed ? 5 : 6).map((name, i) => {
    const start = at;
    at += (seconds[i] ?? 1) * 1000;
    const state = failed && i === 4 ? "Failed" : "Succeeded";
    const times = { startTime: new Date(start).toISOString(), endTime: new Date(at).toISOString() };
    return { name: name.toLowerCase().replaceAll(" ", "-"), displayName: name, state, stateDescription: state, ...times };
  });
}

const FULL = {
  ...{ code: "NotEnoughSpace", message: "There are 312 MB free below /usr/local/ASR, and the installer needs 1,024 MB" },
  ...{ possibleCauses: "Old logs, or a small root file system.", recommendedAction: "Make room below /usr/local/ASR, then do the job again." },
} as const;

async function addJobs(context: MemoryContext, machines: readonly Machine[]) {
  const batch = await context.jobs.create(
    aJob(ago(95), {
      ...{ recipe: "batch", state: "InProgress", stateDescription: "InProgress", startTime: ago(95).toISOString(), startedBy: "portal" },
      target: { kind: "fabric", name: "cs-berlin", friendlyName: "CS-BERLIN", fabric: "cs-berlin" } as Job["target"], // as a batch of a fabric has it
      input: { batch: { recipe: "update", selection: { kind: "list" }, maxConcurrency: 20, order: "Given" } },
      learned: {
        batch: { selected: true, total: 120, waiting: 34, running: 12, succeeded: 68, failed: 5, suspended: 0, cancelled: 0, skipped: 1 },
      } as Job["learned"], // counts alone
    } as Partial<Job>),
  );
  let failedJob = "";
  const members: BatchMember[] = [];
  for (const [i, machine] of machines.slice(0, 85).entries()) {
    const runs = i >= 73;
    const failed = !runs && i % 17 === 5;
    const began = ago(93 - i);
    const over: Partial<Job> = {
      ...{ name: uuidv7Of(began, `job ${i}`), parent: batch.value.name, startTime: began.toISOString(), startedBy: "portal" },
      target: { kind: "machine", fabric: machine.fabric, container: machine.container, name: machine.name, friendlyName: machine.friendlyName },
      ...(runs
        ? { state: "InProgress", stateDescription: "InProgress", tasks: tasksOf(began, false).slice(0, 4) }
        : { state: failed ? "Failed" : "Succeeded", stateDescription: failed ? "Failed" : "Completed", tasks: tasksOf(began, failed) }),
      ...(!runs && { endTime: new Date(began.getTime() + 154_000 + i * 700).toISOString() }),
      ...(failed && { errors: [{ ...FULL, task: "running-the-installer", time: began.toISOString() }] }),
      learned: { versionBefore: "9.62.7096.1", ...(!failed && !runs && { versionAfter: NEWEST }) },
    };
    const job = aJob(began, over);
    await context.jobs.create(job);
    const { fabric, container, name, friendlyName } = machine;
    const state = runs ? "Running" : failed ? "Failed" : "Succeeded";
    members.push({ order: i, state, fabric, container, name, friendlyName, risk: 0, job: job.name });
    if (failed) failedJob = job.name;
    if (failed) await context.jobLogs.write(job.name, 0, LOG);
  }
  await context.batches.add(batch.value.name, members);
  return { failedJob, batch: batch.value.name };
}

const LOG = [
  "Extracting Microsoft-ASR_UA_9.64.7440.1_UBUNTU-22.04-64_GA_20May2026_release.tar.gz",
  ...Array.from({ length: 60 }, (_, i) => `ASRAgent: checking prerequisite ${i + 1} of 60 … ok`),
  "ASRAgent: free space below /usr/local/ASR: 312 MB, needed: 1024 MB",
  "ASRAgent: installation failed with exit code 59",
  "",
].join("\n");
