import { people } from "../fleet/people.js";
import { type MakeMachine, type SimulatedFleet, simulatedFleet } from "../fleet/simulated-fleet.js";
import { type Parts, type SimulatedHost, simulatedHost } from "../fleet/simulated-host.js";
import { type Call, type Fate, simulatedProcess } from "../time/process.js";
import { faultsOf } from "./faults.js";
import type { Scenario } from "./scenario.js";

/** The process dies at its n-th call of something outside it: before that has an effect, or right after, when it never learns of it. */
export type CrashPoint = Readonly<{ n: number; side: "before" | "after" }>;
export type CrashRun = Readonly<{ faults: readonly string[]; died: Call | undefined; calls: number }>;

export type CrashOptions = Readonly<{ point?: CrashPoint; make?: MakeMachine; parts?: Parts }>;

const BACK_MS = 1000;
const LATEST_MS = 48 * 3_600_000;

/** Carries the scenario through by a host that dies at that point, and by another that is there a second later; without a point nobody dies. */
export async function crashAt(scenario: Scenario, { point, make, parts }: CrashOptions = {}): Promise<CrashRun> {
  let host: SimulatedHost | undefined;
  const fleet = await simulatedFleet({
    machines: scenario.machines,
    ...(make && { make }),
    receive: (message) => host?.receive(message),
    poisoned: (message) => void host?.poisoned(message),
  });
  try {
    await scenario.prepare?.(fleet);
    let died: Call | undefined;
    const decide = (call: Call): Fate => {
      if (call.n !== point?.n || died) return {};
      died = call;
      return { dies: point.side };
    };
    const calls = { made: 0 };
    const open = (mortal: boolean) => {
      host = simulatedHost(fleet, simulatedProcess({ time: fleet.time, decide: mortal ? decide : () => ({}), calls }), parts);
      void host.process.died.then(() => {
        host = undefined;
        fleet.time.after(BACK_MS, () => open(false));
      });
    };
    open(true);
    const around = people(fleet, scenario.start, () => host);
    const end = await fleet.time.run({
      isOver: () => around.hasAsked() && fleet.allEnded() && host?.process.turns() === 0,
      isBusy: () => host?.process.isBusy() ?? false,
      isComputing: () => host?.process.isComputing() ?? false,
      latest: fleet.time.now() + LATEST_MS,
    });
    const faults = end === "over" ? await faultsOf(fleet, scenario) : [`it did not end: ${end}; ${shownRows(fleet)}`];
    return { faults, died, calls: calls.made };
  } finally {
    fleet.close();
  }
}

const shownRows = ({ rows }: SimulatedFleet): string =>
  [...rows.values()].map(({ recipe, state, step }) => `${recipe} ${state} at step ${step}`).join(", ");
