import { randomBytes } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QueueClient } from "@azure/storage-queue";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { startLab } from "../../local/lab/lab.js";
import { newKey } from "../../local/service.js";
import { startStorage } from "../../local/storage.js";
import { BEFORE, type Fleet, openFleet, QUICK, TARGET, UBUNTU } from "../../test/e2e/fleet.js";
import { overheard } from "../../test/e2e/secret-scan.js";
import type { ProofOptions } from "../options.js";
import { randomOf } from "../random.js";
import { blow } from "./blow.js";
import { faultyStorage } from "./faulty-storage.js";
import { stormyHosts } from "./stormy-hosts.js";
import { wrongInStorage, wrongOnMachines } from "./wrong-afterwards.js";

const MACHINES = 4;
const TROUBLE = 0.03;
/** Of a round; then it is calm, and all must end. */
const STORM_MS = 40_000;

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
  const { connectionString } = kept(await startStorage());
  const faulty = kept(await faultyStorage(connectionString, random));
  const lab = kept(await startLab());
  const sealingKey = randomBytes(32).toString("base64");
  const settings = {
    ...QUICK,
    ...{ AzureWebJobsStorage: faulty.connectionString, FLEET_SEALING_KEY: sealingKey },
    ...{ FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8", FLEET_RESCUE_AFTER_SECONDS: "6" },
  };
  const hosts = kept(await stormyHosts(settings));
  const key = await newKey(connectionString, { scope: "administrator", label: "storm" });
  const { client, secrets, answers } = overheard(hosts.client(key));
  const fleet = await openFleet({ client, lab });
  await fleet.importInstallers([{ version: TARGET, osTag: UBUNTU, seconds: 3, sizeBytes: 2_000_000 }]);
  const queue = new QueueClient(connectionString, "fleet-jobs");
  const faults: string[] = [];
  const told = { rounds: 0, jobs: 0, messages: 0 };
  do {
    const names = Array.from({ length: MACHINES }, (_, i) => `storm-${told.rounds}-${i}`);
    const items = await Promise.all(names.map((name) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } })));
    faulty.trouble(TROUBLE);
    const jobs = await Promise.all(
      items.map(({ protectedId }) => fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: protectedId })),
    );
    const calmFrom = Date.now() + STORM_MS;
    told.messages += await blow({
      ...{ random, isOver: () => Date.now() > calmFrom, strike: hosts.strike, send: (text) => queue.sendMessage(text), jobs },
    });
    await hosts.calm();
    faulty.trouble(0);
    const ended = await Promise.all(jobs.map((job) => endOf(fleet, job)));
    faults.push(...(await wrongOnMachines(items, ended)));
    told.rounds++;
    told.jobs += jobs.length;
  } while (Date.now() < until);
  faults.push(...(await wrongInStorage({ connectionString, sealingKey, secrets: [...secrets, key], texts: new Map([...answers, ...hosts.said]) })));
  console.log(JSON.stringify({ seed, ...told, hosts: hosts.counts, storage: faulty.counts, faults: faults.length }));
  if (faults.length > 0) console.log(`what the hosts said lies in ${await written(hosts.said)}`);
  return faults;
}

async function written(said: ReadonlyMap<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mobility-fleet-storm-"));
  for (const [name, text] of said) await writeFile(join(folder, `${name.replaceAll(" ", "-")}.jsonl`), text);
  return folder;
}

/** As long as it goes on: a busy computer is slow, and a job that is lost stands still. */
async function endOf(fleet: Fleet, job: AsrJob): Promise<AsrJob | Error> {
  for (let before = ""; ; ) {
    try {
      return await fleet.ended(job);
    } catch (error) {
      const now = JSON.stringify(await fleet.client.call<AsrJob>("Get-ASRJob", { Name: job.Name }));
      if (now === before) return error instanceof Error ? error : new Error(String(error));
      before = now;
    }
  }
}
