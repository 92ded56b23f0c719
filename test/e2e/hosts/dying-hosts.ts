import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fleetClient } from "../../../local/client.js";
import type { HostProcess } from "../../../local/host/process/host-process.js";
import { startLab } from "../../../local/lab/lab.js";
import { newKey } from "../../../local/service.js";
import { startStorage } from "../../../local/storage.js";
import { until as waitUntil } from "../../until.js";
import { BEFORE, type Item, labOptions, openFleet, TARGET, UBUNTU } from "../fleet.js";
import { hostStarter } from "./host-starter.js";

/** A message whose host died is seen again after two seconds, not ten minutes. */
const INTERVALS = { queueLeaseSeconds: 2, queueRenewMs: 800, queueMaxPollMs: 300 };

/** A fleet whose hosts are processes that a test may kill and begin again, on the same port. */
export async function dyingHosts(hostId: string) {
  const [storage, lab] = await Promise.all([startStorage(), startLab(labOptions)]);
  const begun: HostProcess[] = [];
  const start = hostStarter({ hostId, connectionString: storage.connectionString, intervals: INTERVALS, rescueAfterSeconds: 6 });
  const begin = async (port?: number): Promise<HostProcess> => {
    const host = await start(port);
    begun.push(host);
    return host;
  };
  let host = await begin();
  const port = Number(new URL(host.url).port);
  const key = await newKey(storage.connectionString, { scope: "administrator", label: "e2e" });
  const fleet = await openFleet({ client: fleetClient(host.url, key), lab });
  await fleet.importInstallers([
    { version: TARGET, osTag: UBUNTU, seconds: 4, sizeBytes: 8_000_000 },
    { version: TARGET, osTag: "DEBIAN11-64", seconds: 1 },
  ]);

  return {
    fleet,
    storage,
    host: () => host,
    another: () => begin(),
    kill: () => host.kill(),
    beginAgain: async () => {
      host = await begin(port);
    },
    adopt: (name: string) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } }),
    update: ({ protectedId }: Item) => fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: protectedId }),
    /** Settles as soon as such a file is on the machine's disk, or its folder is gone again: a test that is starved for a while may miss the moment itself. */
    appears: async (item: Item, folder: string, file: RegExp): Promise<void> => {
      const path = join(lab.folder, "machines", item.name, "disk/root/var/lib/mobility-fleet", folder);
      let wasThere = false;
      const isThere = () => {
        const names = namesIn(path);
        if (names?.some((name) => file.test(name)) || (wasThere && !names)) return true;
        wasThere = names !== undefined;
        return false;
      };
      await waitUntil(isThere, { everyMs: 2, what: `${file} in ${path}` });
    },
    close: async () => {
      await Promise.all(begun.map((one) => one.kill()));
      await Promise.all([storage.close(), lab.close()]);
    },
  };
}
export type DyingHosts = Awaited<ReturnType<typeof dyingHosts>>;

/** What is in the folder, which may go at any moment. */
function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
