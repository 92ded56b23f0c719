import type { AsrJob } from "../../lib/api/objects/job.js";
import { ARREARS_MS } from "../../lib/audit/next-facts.js";
import { sealRecords } from "../../lib/audit/seal-records.js";
import { verifyRecords } from "../../lib/audit/verify-records.js";
import { secretStore } from "../../lib/configured.js";
import { systemClock } from "../../lib/core/clock.js";
import { machinePages } from "../../lib/fleet/machines/machine-pages.js";
import { isFinal } from "../../lib/jobs/job.js";
import { auditStore } from "../../lib/store/audit/audit-store.js";
import { type StorageClients, storageClients } from "../../lib/store/clients.js";
import { storage } from "../../lib/store/storage.js";
import { type Item, installations, installedVersion, TARGET } from "../../test/e2e/fleet.js";
import { placesWith } from "../../test/e2e/secret-scan.js";
import { contentsOf } from "../../test/e2e/traces.js";

/** Of each machine: its update succeeded, and the installer was started once. */
export async function wrongOnMachines(items: readonly Item[], ended: readonly (AsrJob | Error)[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [i, { name, lab }] of items.entries()) {
    const job = ended[i];
    if (job instanceof Error) faults.push(`the update of ${name}: ${job.message}`);
    else if (job?.State !== "Succeeded") faults.push(`the update of ${name} is ${job?.State}: ${JSON.stringify(job?.Errors)}`);
    const count = await installations(lab);
    if (count !== 1) faults.push(`the installer was started ${count} times on ${name}`);
    const version = await installedVersion(lab);
    if (version !== TARGET) faults.push(`${name} has version ${version}`);
  }
  return faults;
}

type Left = Readonly<{ connectionString: string; sealingKey: string; secrets: Iterable<string>; texts: ReadonlyMap<string, string> }>;

/** Of the whole: no job is lost, no machine is held, the audit is as it was sealed, and no secret stands in storage, logs or answers. */
export async function wrongInStorage({ connectionString, sealingKey, secrets, texts }: Left): Promise<readonly string[]> {
  const clients = storageClients({ connectionString });
  const contents = new Map([...(await contentsOf(connectionString)), ...texts]);
  return [
    ...(await wrongInRows(clients)),
    ...(await wrongInAudit(clients, sealingKey)),
    ...placesWith([...secrets, sealingKey], contents).map((place) => `a secret stands in ${place}`),
  ];
}

async function wrongInRows(clients: StorageClients): Promise<readonly string[]> {
  const { jobs, fabrics, machines } = storage(clients, systemClock);
  const faults: string[] = [];
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await jobs.list({}, { size: 1000, ...(after !== undefined && { after }) });
    for (const job of page.items) if (!isFinal(job)) faults.push(`job ${job.name} (${job.recipe}) is left ${job.state}`);
    after = page.next;
  }
  for (const { name: fabric } of await fabrics.list())
    for (const { name: container } of await fabrics.listContainers(fabric))
      for await (const page of machinePages(machines, { fabric, container }))
        for (const { friendlyName, lease } of page) if (lease) faults.push(`${friendlyName} is held by job ${lease.job}`);
  return faults;
}

/** Sealed as if a quarter of an hour had passed: nothing comes after. */
async function wrongInAudit(clients: StorageClients, keyRing: string): Promise<readonly string[]> {
  const secrets = secretStore({ secrets: { kind: "sealed", keyRing } }, clients);
  const { doubts } = storage(clients, systemClock);
  const audit = auditStore(clients);
  const clock = { ...systemClock, now: () => new Date(Date.now() + ARREARS_MS + 1000) };
  while ((await sealRecords({ audit, secrets, doubts, clock })()) > 0);
  const faults: string[] = [];
  const verified = await verifyRecords({ audit, secrets }, ({ kind, what }) => faults.push(`the audit finds ${kind}: ${what}`));
  return verified && verified.facts > 0 ? faults : [...faults, "the audit sealed nothing"];
}
