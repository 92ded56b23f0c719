import { isSettled } from "../../lib/jobs/job.js";
import type { JobMessage } from "../../lib/jobs/ports.js";
import { faultsOf } from "../crash/faults.js";
import { ask } from "../crash/machine-scenarios.js";
import { people } from "../fleet/people.js";
import { type SimulatedFleet, simulatedFleet } from "../fleet/simulated-fleet.js";
import { type Parts, type SimulatedHost, simulatedHost } from "../fleet/simulated-host.js";
import { type Call, simulatedProcess } from "../time/process.js";
import { scheduleOf } from "./schedule.js";
import { watchVerdicts } from "./stale-verdicts.js";

export type Simulated = Readonly<{ title: string; faults: readonly string[]; calls: number }>;
export type SimulationOptions = Readonly<{ parts?: (fleet: SimulatedFleet) => Parts; saw?: (line: string) => void }>;

const LATEST_MS = 24 * 3_600_000;
const AWAY_MS = 90_000;
const INVENTED = "01900000-0000-7000-8000-000000000000";

/** Three hosts carry out what the seed stands for; the same seed gives the same course of events. Gives what was wrong, in the end or on the way. */
export async function simulate(seed: number, { parts = () => ({}), saw }: SimulationOptions = {}): Promise<Simulated> {
  const schedule = scheduleOf(seed);
  const { scenario, random, skewsMs } = schedule;
  const onTheWay: string[] = [];
  const hosts: (SimulatedHost | undefined)[] = [];
  const calls = { made: 0 };
  const free = (): SimulatedHost | undefined => {
    const able = hosts.filter((host): host is SimulatedHost => host !== undefined && !host.process.isFrozen());
    return able[random.below(able.length)];
  };
  const fleet = await simulatedFleet({
    machines: scenario.machines,
    receive: (message) => {
      const taken = free()?.receive(message);
      if (schedule.isCalm) void taken?.then((end) => end === "done" && fleet.time.after(0, () => lookForMessage(fleet, message, onTheWay)));
      return taken;
    },
    poisoned: (message) => void free()?.poisoned(message),
  });
  const replaced = parts(fleet);
  watchVerdicts(fleet, (fault) => onTheWay.push(fault));
  const { time, queue } = fleet;
  const open = (i: number) => {
    const decide = (call: Call) => {
      const { freezesMs, ...fate } = schedule.fateOf(call);
      if (freezesMs !== undefined) process.freeze(freezesMs);
      saw?.(
        line(
          time.now(),
          `host ${i} ${call.on}.${call.name}`,
          fate.dies ? `dies ${fate.dies}` : fate.fails ? `fails ${fate.fails.when}` : freezesMs ? "freezes" : "",
        ),
      );
      return fate;
    };
    const process = simulatedProcess({ time, skewMs: skewsMs[i] ?? 0, calls, decide });
    hosts[i] = simulatedHost(fleet, process, { turnBegins, ...replaced });
    void process.died.then(() => {
      hosts[i] = undefined;
      time.after(random.below(AWAY_MS), () => open(i));
    });
  };
  /** The one thing that keeps doubled messages from multiplying. */
  const turnBegins: NonNullable<Parts["turnBegins"]> = ({ jobName, ticket }, keeper) => {
    for (const ms of schedule.againMs()) queue.inject({ jobName, ticket }, ms);
    if (keeper.job().ticket > ticket) onTheWay.push(`a message with ticket ${ticket} carried on a job whose ticket is ${keeper.job().ticket}`);
  };
  for (const i of skewsMs.keys()) open(i);
  const around = people(fleet, scenario.start, free);
  queue.inject({ jobName: INVENTED, ticket: 3 }, random.below(60_000));
  const [machine] = scenario.machines;
  if (schedule.withOther && machine)
    time.after(
      random.below(60_000),
      () =>
        void free()
          ?.does(ask("test", {}, machine.name))
          .catch(() => undefined),
    );
  const end = await time.run({
    isOver: () => around.hasAsked() && fleet.allEnded() && hosts.every((host) => !host || host.process.turns() === 0),
    isBusy: () => false,
    isComputing: () => false,
    latest: time.now() + LATEST_MS,
  });
  const faults = end === "over" ? await faultsOf(fleet, scenario) : [`it did not end: ${end}`];
  return { title: scenario.title, faults: [...onTheWay, ...faults], calls: calls.made };
}

const line = (now: number, ...words: readonly string[]): string => [new Date(now).toISOString(), ...words].join(" ").trim();

/** Who saved a job may be about to send its message: each call takes seconds at the most. */
const SENDING_MS = 10_000;

/** Where nobody dies and nothing fails, an open job has its message at every moment, or gets it at once. */
function lookForMessage({ rows, queue, time }: SimulatedFleet, { jobName }: JobMessage, faults: string[]): void {
  const lost = () => {
    const job = rows.get(jobName);
    return job && !isSettled(job) && !queue.has(jobName, job.ticket) ? job : undefined;
  };
  const first = lost();
  if (!first) return;
  time.after(SENDING_MS, () => {
    if (lost()?.ticket === first.ticket)
      faults.push(
        `the ${first.recipe} of ${first.target.friendlyName} is open, and its message with ticket ${first.ticket} was lost without a crash`,
      );
  });
}
