import { randomBytes } from "node:crypto";
import { systemClock } from "../../lib/core/clock.js";
import { storageClients } from "../../lib/store/clients.js";
import { storage as stores } from "../../lib/store/storage.js";
import { fleetClient } from "../../local/client.js";
import type { LabInstaller } from "../../local/lab/installer/installer.js";
import { newKey } from "../../local/service.js";
import { startStorage } from "../../local/storage.js";
import type { Target } from "../lab/target.js";
import { watchPeak } from "../measure/peak.js";
import { cpuSecondsOf, mainThreadSecondsOf, residentBytesOf } from "../measure/process-usage.js";
import { fillFleet } from "./fill-fleet.js";
import { type HostUse, startBenchHost } from "./host-child.js";
import type { Side, Spent } from "./side.js";
import { updateFleet } from "./update-fleet.js";

export type RaceParts = Readonly<{ targets: readonly Target[]; installer: LabInstaller; privateKey: string; forks: number; profile?: string }>;

/** This product: its built bundle in the local host, Azurite beside it. Its CPU time is the host process's; Azurite's is told apart. */
export async function productSide({ targets, installer, privateKey, forks, profile }: RaceParts): Promise<Side> {
  const storage = await startStorage();
  const settings = {
    AzureWebJobsStorage: storage.connectionString,
    FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
    FLEET_SEALING_KEY: randomBytes(32).toString("base64"),
  };
  const host = await startBenchHost({ appDir: process.cwd(), settings, ...(profile && { profile }) });
  const client = fleetClient(host.url, await newKey(storage.connectionString, { scope: "administrator", label: "bench" }));
  const fleet = await fillFleet(client, { targets, installer, privateKey });
  const { jobs } = stores(storageClients({ connectionString: storage.connectionString }), systemClock);
  const run = async (): Promise<Spent> => {
    const before = await host.used();
    const storageBefore = cpuSecondsOf(storage.pid);
    const mainBefore = mainThreadSecondsOf(host.pid);
    const peak = watchPeak(() => residentBytesOf(host.pid), 200);
    const began = performance.now();
    await updateFleet({ client, jobs, fleet, forks });
    const wallSeconds = (performance.now() - began) / 1000;
    const peakMb = peak.stop() / 1e6;
    const after = await host.used();
    const storageCpuSeconds = cpuSecondsOf(storage.pid) - storageBefore;
    const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
    const helperThreadsSeconds = cpuSeconds - (mainThreadSecondsOf(host.pid) - mainBefore);
    const wholeHeapCollections = after.wholeHeapCollections - before.wholeHeapCollections;
    return {
      wallSeconds,
      cpuSeconds,
      peakMb,
      more: { storageCpuSeconds, helperThreadsSeconds, wholeHeapCollections, ...operationsBetween(before, after, targets.length) },
    };
  };
  return {
    ...{ name: "product", targets },
    about: `this product, one batch, at most ${forks} at once`,
    warm: async () => {},
    run,
    practise: (few) => updateFleet({ client, jobs, fleet, forks: few.length, only: few }),
    close: async () => {
      await host.close();
      await storage.close();
    },
  };
}

/** Operations an update: all but polls of the queue that found nothing, and by kind. */
function operationsBetween(before: HostUse, after: HostUse, updates: number): Readonly<Record<string, number>> {
  const kinds = Object.entries(after.counts).map(([kind, count]) => [kind, (count - (before.counts[kind] ?? 0)) / updates] as const);
  const emptyPolls = after.emptyPolls - before.emptyPolls;
  const all = kinds.reduce((sum, [, count]) => sum + count, 0);
  return { operations: all - emptyPolls / updates, emptyPolls, ...Object.fromEntries(kinds) };
}
