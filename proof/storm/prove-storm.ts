import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { QueueClient } from "@azure/storage-queue";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { startLab } from "../../local/lab/lab.js";
import { newKey } from "../../local/service.js";
import { startStorage } from "../../local/storage.js";
import { BEFORE, type Item, installations, installedVersion, openFleet, QUICK, TARGET, UBUNTU } from "../../test/e2e/fleet.js";
import type { ProofOptions } from "../options.js";
import { type Random, randomOf } from "../random.js";
import { faultyStorage } from "./faulty-storage.js";
import { stormyHosts } from "./stormy-hosts.js";

const MACHINES = 4;
const TROUBLE = 0.03;
const PAUSE_MS = 1500;

/** Real hosts, storage, queue and machines of a lab, round after round until the time is over: fresh machines are updated while everything goes wrong. */
export async function proveStorm({ seed, seconds }: ProofOptions): Promise<readonly string[]> {
  const opened: { close(): Promise<unknown> }[] = [];
  const kept = <T extends { close(): Promise<unknown> }>(one: T): T => {
    opened.unshift(one);
    return one;
  };
  try {
    return await stormFor(seconds, { seed, kept });
  } finally {
    for (const one of opened) await one.close();
  }
}

type Open = Readonly<{ seed: number; kept: <T extends { close(): Promise<unknown> }>(one: T) => T }>;

async function stormFor(seconds: number, { seed, kept }: Open): Promise<readonly string[]> {
  const random = randomOf(seed);
  const until = Date.now() + seconds * 1000;
  const storage = kept(await startStorage());
  const faulty = kept(await faultyStorage(storage.connectionString, random));
  const lab = kept(await startLab());
  const settings = {
    ...QUICK,
    AzureWebJobsStorage: faulty.connectionString,
    FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
    FLEET_RESCUE_AFTER_SECONDS: "6",
  };
  const hosts = kept(await stormyHosts({ ...settings, FLEET_SEALING_KEY: randomBytes(32).toString("base64") }));
  const client = hosts.client(await newKey(storage.connectionString, { scope: "administrator", label: "storm" }));
  const fleet = await openFleet({ client, lab });
  await fleet.importInstallers([{ version: TARGET, osTag: UBUNTU, seconds: 3, sizeBytes: 2_000_000 }]);
  const queue = new QueueClient(storage.connectionString, "fleet-jobs");
  const faults: string[] = [];
  const told = { rounds: 0, jobs: 0, messages: 0 };
  do {
    const names = Array.from({ length: MACHINES }, (_, i) => `storm-${told.rounds}-${i}`);
    const items = await Promise.all(names.map((name) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } })));
    faulty.trouble(TROUBLE);
    const jobs = await Promise.all(
      items.map(({ protectedId }) => fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: protectedId })),
    );
    let over = false;
    const storm = blow({ random, isOver: () => over, strike: hosts.strike, send: (text) => queue.sendMessage(text), jobs, told });
    const ended = await Promise.all(jobs.map(fleet.ended));
    over = true;
    await storm;
    await hosts.calm();
    faulty.trouble(0);
    faults.push(...(await wrongIn(items, ended)));
    told.rounds++;
    told.jobs += jobs.length;
  } while (Date.now() < until);
  console.log(JSON.stringify({ seed, ...told, hosts: hosts.counts, storage: faulty.counts, faults: faults.length }));
  return faults;
}

type Storm = Readonly<{
  random: Random;
  isOver: () => boolean;
  strike: (random: Random) => Promise<void>;
  send: (text: string) => Promise<unknown>;
  jobs: readonly AsrJob[];
  told: { messages: number };
}>;

/** Strikes hosts and sends messages that are doubled, old, or about nothing, until it is over. */
async function blow({ random, isOver, strike, send, jobs, told }: Storm): Promise<void> {
  const strikes: Promise<void>[] = [];
  while (!isOver()) {
    strikes.push(strike(random));
    const jobName = random.chance(0.2) ? "01900000-0000-7000-8000-000000000000" : (jobs[random.below(jobs.length)]?.Name ?? "");
    await send(Buffer.from(JSON.stringify({ jobName, ticket: random.below(6) })).toString("base64"));
    told.messages++;
    await delay(random.below(PAUSE_MS));
  }
  await Promise.all(strikes);
}

async function wrongIn(items: readonly Item[], ended: readonly AsrJob[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [i, { name, lab }] of items.entries()) {
    const job = ended[i];
    if (job?.State !== "Succeeded") faults.push(`the update of ${name} is ${job?.State}: ${JSON.stringify(job?.Errors)}`);
    const count = await installations(lab);
    if (count !== 1) faults.push(`the installer was started ${count} times on ${name}`);
    const version = await installedVersion(lab);
    if (version !== TARGET) faults.push(`${name} has version ${version}`);
  }
  return faults;
}
