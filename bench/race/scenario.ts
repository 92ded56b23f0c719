import type { BenchOptions, ScenarioName } from "../options.js";

export type Scenario = Readonly<{ name: ScenarioName; about: string; machines: number; installerMb: number; installerSeconds: number }> &
  Readonly<{
    /** As many connections as machines; Ansible has its forks. */
    allAtOnce?: true;
    /** Raced once for each, over lines that take so long. */
    roundTripsMs?: readonly number[];
  }>;

const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  a: { name: "a", about: "the race of overheads", machines: 200, installerMb: 1, installerSeconds: 0 },
  b: { name: "b", about: "a real installer", machines: 50, installerMb: 50, installerSeconds: 20 },
  c: { name: "c", about: "all at once, an installer that takes its time", machines: 500, installerMb: 1, installerSeconds: 120, allAtOnce: true },
  d: {
    ...{ name: "d", about: "the same over long lines", machines: 100, installerMb: 1, installerSeconds: 120, allAtOnce: true },
    roundTripsMs: [40, 200],
  },
};

/** A scenario with what the command line changes of it. */
export function scenarioOf(name: ScenarioName, { machines, installerMb, installerSeconds }: BenchOptions): Scenario {
  const plain = SCENARIOS[name];
  return {
    ...plain,
    ...(machines !== undefined && { machines }),
    ...(installerMb !== undefined && { installerMb }),
    ...(installerSeconds !== undefined && { installerSeconds }),
  };
}
