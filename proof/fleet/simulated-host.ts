import { destinations } from "../../lib/core/destinations.js";
import { FleetError } from "../../lib/core/errors.js";
import { silentLog } from "../../lib/core/log.js";
import { awayBatches } from "../../lib/jobs/control/away-batches.js";
import type { JobKeeper } from "../../lib/jobs/engine/job-keeper.js";
import type { RunJobDeps } from "../../lib/jobs/engine/run-deps.js";
import { runJob } from "../../lib/jobs/engine/run-job.js";
import { type Turns, turnsOf } from "../../lib/jobs/engine/turns.js";
import type { JobMessage, WatchedJobQueue } from "../../lib/jobs/ports.js";
import { recipeOf } from "../../lib/jobs/recipes.js";
import { lookOut } from "../../lib/jobs/rescue/look-out.js";
import { freeStaleJobs, readPoisoned } from "../../lib/jobs/rescue/rescue.js";
import { lookAtServer } from "../../lib/remote/look-at-server.js";
import type { RemoteMachine, SshTarget } from "../../lib/remote/machine.js";
import { keepJobs } from "../../lib/store/jobs/kept-jobs.js";
import { timing } from "../../test/jobs/engine/engine.js";
import type { Process } from "../time/process.js";
import type { SimulatedFleet } from "./simulated-fleet.js";
import { simulatedVault } from "./simulated-vault.js";

export type HostDeps = RunJobDeps & Readonly<{ queue: WatchedJobQueue; stores: SimulatedFleet["stores"] }>;

/** What a deliberate fault of a proof puts in the place of a part; by default nothing is replaced. */
export type Parts = Readonly<{
  recipeOf?: RunJobDeps["recipeOf"];
  /** What this process has for stores and queue, and what it has for a connection. */
  stores?: (deps: HostDeps) => Partial<HostDeps>;
  remote?: (remote: RemoteMachine) => RemoteMachine;
  message?: (message: JobMessage) => JobMessage;
  /** Looks on when a turn begins for a message as it came. */
  turnBegins?: (message: JobMessage, keeper: JobKeeper) => void;
}>;

export type SimulatedHost = Readonly<{
  process: Process;
  deps: HostDeps;
  /** As the queue function does: says how that ended. */
  receive(message: JobMessage): Promise<"done" | "thrown" | "died">;
  /** Work of this host that is no message; gives nothing when it dies meanwhile. */
  does<T>(work: (deps: HostDeps) => Promise<T>): Promise<T | undefined>;
  /** What the timer and the poison function do. */
  freeStaleJobs(): Promise<unknown>;
  poisoned(message: JobMessage): Promise<unknown>;
}>;

/** One host of the fleet: the product's own engine, upon stores, queue and machines that are reached through this process. */
export function simulatedHost(fleet: SimulatedFleet, process: Process, parts: Parts = {}): SimulatedHost {
  const deps = hostDeps(fleet, process, parts);
  const retry = { ...deps, rescueAfterMs: timing.rescueAfterMs, retrySeconds: timing.retrySeconds };
  const look = freeStaleJobs(retry);
  const watch = lookOut({ ...retry, look });
  const does: SimulatedHost["does"] = (work) => Promise.race([process.turn(() => work(deps)), process.died.then(() => undefined)]);
  return {
    process,
    deps,
    does,
    async receive(message) {
      watch.wake();
      const { turns } = deps;
      const during: Turns["during"] = (given, keeper, work) => {
        parts.turnBegins?.(message, keeper);
        return turns.during(given, keeper, work);
      };
      const run = runJob({ ...deps, turns: { ...turns, during } });
      const turn = process
        .turn(() => run(parts.message?.(message) ?? message))
        .then(
          () => "done" as const,
          () => "thrown" as const,
        );
      return Promise.race([turn, process.died.then(() => "died" as const)]);
    },
    freeStaleJobs: () => does(() => look({ tidy: true }).then(({ active }) => void (active > 0 && watch.wake()))).catch(() => undefined),
    poisoned: (message) => does(() => readPoisoned(retry)(message)).catch(() => undefined),
  };
}

function hostDeps({ stores, queue, boxes }: SimulatedFleet, process: Process, parts: Parts): HostDeps {
  const reached = Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [name, process.of(name, store, name === "bundles" ? "computes" : undefined)]),
  ) as typeof stores; // the same names
  const connect = ({ address }: SshTarget): Promise<RemoteMachine> => {
    const box = boxes.get(address);
    const pace = box?.takesRealTime ? "real" : undefined;
    return process.call(
      "machine",
      "connect",
      async () => {
        if (!box) throw new FleetError("MachineUnreachable", `there is no machine at ${address}`);
        const remote = process.of("machine", box.connect(), pace);
        return parts.remote?.(remote) ?? remote;
      },
      pace,
    );
  };
  const deps: HostDeps = {
    ...reached,
    jobs: keepJobs(reached.jobs),
    stores: reached,
    queue: process.of("queue", queue.port),
    openVault: async () => process.of("vault", simulatedVault),
    lookAtServer: lookAtServer(destinations()),
    product: { settings: {}, secrets: [] },
    connect,
    hostKeyPolicy: "approve",
    connectTimeoutMs: timing.connectTimeoutMs,
    installation: async () => "installation-1",
    recipeOf: parts.recipeOf ?? recipeOf,
    turns: turnsOf(process.clock),
    awayBatches: awayBatches(),
    timing,
    clock: process.clock,
    log: silentLog,
  };
  return { ...deps, ...parts.stores?.(deps) };
}
