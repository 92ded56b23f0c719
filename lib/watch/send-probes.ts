import { isActedOn } from "../agents/platform-of.js";
import type { Clock } from "../core/clock.js";
import { inParallel } from "../core/in-parallel.js";
import { type Machine, type MachineRef, machineRef } from "../fleet/machines/machine.js";
import { machinePages } from "../fleet/machines/machine-pages.js";
import type { ProbeRound } from "../fleet/machines/probe-round.js";
import type { FabricStore, MachineStore, ProbeQueue, WatchStore } from "../fleet/ports.js";

export type SendProbesDeps = Readonly<{
  fabrics: FabricStore;
  machines: MachineStore;
  watch: WatchStore;
  probeQueue: ProbeQueue;
  clock: Clock;
  /** Every machine is looked at once in so long. */
  intervalMs: number;
}>;

const AT_ONCE = 16;

/** Probes of one turn are spread over so long; turns are about as far from each other. */
const SPREAD_SECONDS = 300;
/** After a standstill machines are not looked at all at once. */
const MOST_A_TURN = 1000;

/**
 * Sends on the machines that are due by now: of all machines as many as of the interval is over, so that a fleet of thousands is looked at
 * evenly. Reads only the rows that it sends. Messages go out before the round is saved: after a crash some machines are looked at twice,
 * which changes nothing, rather than not at all.
 */
export const sendProbes = (deps: SendProbesDeps) => async (): Promise<number> => {
  const round = await presentRound(deps);
  if (round.done) return 0;
  const { found, end } = await nextMachines(deps, round, wanted(deps, round));
  const looked = found.filter(isLookedAt);
  await inParallel([...looked.entries()], AT_ONCE, ([i, machine]) =>
    deps.probeQueue.send(machineRef(machine), Math.floor((Math.min(SPREAD_SECONDS, deps.intervalMs / 1000) * i) / looked.length)),
  );
  const last = found.at(-1);
  await deps.watch.putRound({ ...round, sent: round.sent + found.length, ...(last && { last: machineRef(last) }), done: end });
  return looked.length;
};

/** Without an account nobody can log in. */
const isLookedAt = ({ osType, accountId }: Machine): boolean => isActedOn(osType) && accountId !== undefined;

async function presentRound(deps: SendProbesDeps): Promise<ProbeRound> {
  const now = deps.clock.now();
  const round = await deps.watch.findRound();
  if (round && (!round.done || now.getTime() - Date.parse(round.startTime) < deps.intervalMs)) return round;
  let total = 0;
  for await (const { page } of allPages(deps)) total += page.length;
  return { startTime: now.toISOString(), total, sent: 0, done: false };
}

function wanted({ clock, intervalMs }: SendProbesDeps, { startTime, total, sent }: ProbeRound): number {
  const share = (clock.now().getTime() - Date.parse(startTime) + SPREAD_SECONDS * 1000) / intervalMs;
  return Math.min(share >= 1 ? MOST_A_TURN : Math.ceil(total * share) - sent, MOST_A_TURN);
}

/** The machines behind the last one that was sent; `end` when there are no more. */
async function nextMachines(
  deps: SendProbesDeps,
  { last }: ProbeRound,
  most: number,
): Promise<Readonly<{ found: readonly Machine[]; end: boolean }>> {
  if (most <= 0) return { found: [], end: false };
  const found: Machine[] = [];
  for await (const { page } of allPages(deps, last, most)) {
    const room = most - found.length;
    found.push(...page.slice(0, room));
    if (page.length > room || found.length === most) return { found, end: false };
  }
  return { found, end: true };
}

/** Fabrics, containers and machines in the order of their names. */
async function* allPages(
  { fabrics, machines }: SendProbesDeps,
  last?: MachineRef,
  size?: number,
): AsyncGenerator<Readonly<{ page: readonly Machine[] }>> {
  const names = (await fabrics.list()).map(({ name }) => name).toSorted();
  for (const fabric of names.filter((name) => last === undefined || name >= last.fabric)) {
    const behind = fabric === last?.fabric ? last : undefined;
    const containers = (await fabrics.listContainers(fabric)).map(({ name }) => name).toSorted();
    for (const container of containers.filter((name) => behind === undefined || name >= behind.container)) {
      const after = container === behind?.container ? behind.name : undefined;
      for await (const page of machinePages(machines, {
        fabric,
        container,
        ...(after !== undefined && { after }),
        ...(size !== undefined && { size }),
      })) {
        yield { page };
      }
    }
  }
}
