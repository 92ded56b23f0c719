import { FleetError } from "../../lib/core/errors.js";
import { BATCH_SCENARIO, MACHINE_SCENARIOS } from "../crash/machine-scenarios.js";
import type { Scenario } from "../crash/scenario.js";
import { type Random, randomOf } from "../random.js";
import type { Call, Fate } from "../time/process.js";

/** What a seed stands for: who asks for what, how slow and how wrong everything is, and what strikes whom at which call. */
export type Schedule = Readonly<{
  scenario: Scenario;
  /** Somebody else wants something of the same machine meanwhile. */
  withOther: boolean;
  skewsMs: readonly number[];
  /** No process dies or stands still, storage and machines answer every call within seconds: then no job may ever need to be rescued. */
  isCalm: boolean;
  /** What becomes of the next call; `strike` ends or freezes the process that makes it. */
  fateOf(call: Call): Fate & Readonly<{ freezesMs?: number }>;
  /** After how long a message is delivered once more, if it is. */
  againMs(): readonly number[];
  random: Random;
}>;

const SCENARIOS = [...Object.values(MACHINE_SCENARIOS).flat(), BATCH_SCENARIO];
const HOSTS = 3;
const MOST_STRIKES = 3;
const STRUCK_CALLS = 400;

export function scheduleOf(seed: number): Schedule {
  const random = randomOf(seed);
  const scenario = SCENARIOS[random.below(SCENARIOS.length)] ?? BATCH_SCENARIO;
  const isCalm = random.chance(0.4);
  const withOther = random.chance(0.3);
  const skewsMs = Array.from({ length: HOSTS }, () => (isCalm ? random.below(4000) - 2000 : random.below(240_000) - 120_000));
  const slowest = random.pick([5, 50, 1000]);
  let strikes = isCalm ? 0 : random.below(MOST_STRIKES + 1);
  const rate = random.pick([0.005, 0.02, 0.06]);
  const strike = (call: Call): ReturnType<Schedule["fateOf"]> => {
    const side = random.pick(["before", "after"] as const);
    switch (random.below(3)) {
      case 0:
        return { dies: side };
      case 1:
        return { freezesMs: 20_000 + random.below(400_000) };
      default:
        return { fails: { when: side, error: call.on === "machine" ? connectionLost() : storageAway() } };
    }
  };
  return {
    ...{ scenario, isCalm, withOther, skewsMs, random },
    fateOf(call) {
      const times = { arrivesMs: random.below(slowest), answersMs: random.below(slowest) };
      if (strikes === 0 || call.n > STRUCK_CALLS || !random.chance(rate)) return times;
      strikes--;
      return { ...times, ...strike(call) };
    },
    againMs: () => (random.chance(0.15) ? [random.below(random.pick([50, 2000, 90_000]))] : []),
  };
}

const storageAway = () => new FleetError("StorageUnavailable", "the simulated storage did not answer", { retryable: true });
const connectionLost = () => new FleetError("ConnectionLost", "the connection to the simulated machine was lost", { retryable: true });
