import { isNewerRelease } from "../agents/versions/version.js";
import type { Clock } from "../core/clock.js";
import type { Fabric } from "../fleet/fabrics/fabric.js";
import type { Machine } from "../fleet/machines/machine.js";
import { machinePages } from "../fleet/machines/machine-pages.js";
import type { FabricStore, InstallerStore, MachineStore } from "../fleet/ports.js";
import { planUpdate } from "../jobs/plan/plan-update.js";
import { readOnce } from "../jobs/plan/read-once.js";

export type TallyDeps = Readonly<{ fabrics: FabricStore; machines: MachineStore; installers: InstallerStore; clock: Clock }>;

/** So many machines, and some of their names. */
export type Counted = Readonly<{ count: number; names: readonly string[] }>;

/** The machines of a fabric, counted by what is to be said of them. Not more of them is kept, however many there are. */
export type FabricTally = Readonly<{
  total: number;
  /** By the version to which an update would bring them now. */
  updates: ReadonlyMap<string, Counted>;
  /** By the OS tag for which the catalogue has no installer of the release of the fabric's server. */
  withoutInstaller: ReadonlyMap<string, Counted>;
  /** By the day on which the Mobility service, or its driver, expires as the vault says. */
  agentExpiry: ReadonlyMap<string, Counted>;
  driverExpiry: ReadonlyMap<string, Counted>;
}>;

const MOST_NAMES = 10;

/** Reads the machines page after page; fabric and catalogue once. No machine is touched. */
export async function tallyFabric({ fabrics, machines, installers, clock }: TallyDeps, fabric: Fabric): Promise<FabricTally> {
  const planOf = planUpdate(readOnce({ fabrics, installers, clock }));
  const catalogue = await installers.list();
  const behind = (tag: string) => fabric.serverVersion !== undefined && !hasRelease(catalogue, tag, fabric.serverVersion);
  const tally = { updates: counter(), withoutInstaller: counter(), agentExpiry: counter(), driverExpiry: counter() };
  let total = 0;
  for (const { name: container } of await fabrics.listContainers(fabric.name)) {
    for await (const page of machinePages(machines, { fabric: fabric.name, container })) {
      total += page.length;
      for (const machine of page) {
        const { targetVersion, hops, blockedBy } = await planOf(machine);
        const allowed = hops.length > 0 && !blockedBy.some(({ code }) => code === "ComponentsOutdated");
        if (allowed) tally.updates.add(targetVersion, machine);
        if (isOlder(machine, fabric) && behind(machine.osTag ?? "")) tally.withoutInstaller.add(machine.osTag, machine);
        tally.agentExpiry.add(machine.vault?.agentExpiryDate?.slice(0, 10), machine);
        tally.driverExpiry.add(machine.vault?.driverExpiryDate?.slice(0, 10), machine);
      }
    }
  }
  const { updates, withoutInstaller, agentExpiry, driverExpiry } = tally;
  return { total, updates: updates.all, withoutInstaller: withoutInstaller.all, agentExpiry: agentExpiry.all, driverExpiry: driverExpiry.all };
}

/** Its agent is of an older release than the server, so that an update would be allowed. */
const isOlder = ({ agent, osTag }: Machine, { serverVersion }: Fabric): boolean =>
  osTag !== undefined && agent?.version !== undefined && serverVersion !== undefined && isNewerRelease(serverVersion, agent.version);

const hasRelease = (catalogue: readonly Readonly<{ osTag: string; version: string }>[], tag: string, server: string): boolean =>
  catalogue.some(({ osTag, version }) => osTag === tag && !isNewerRelease(server, version) && !isNewerRelease(version, server));

function counter() {
  const all = new Map<string, Counted>();
  const add = (key: string | undefined, { friendlyName }: Machine): void => {
    if (key === undefined) return;
    const { count, names } = all.get(key) ?? { count: 0, names: [] };
    all.set(key, { count: count + 1, names: names.length < MOST_NAMES ? [...names, friendlyName] : names });
  };
  return { all, add };
}
