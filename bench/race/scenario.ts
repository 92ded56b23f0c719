import type { BenchOptions, ScenarioName } from "../options.js";

export type Scenario = Readonly<{ name: ScenarioName; about: string; machines: number; installerMb: number; installerSeconds: number }>;

const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  a: { name: "a", about: "the race of overheads", machines: 200, installerMb: 1, installerSeconds: 0 },
  b: { name: "b", about: "a real installer", machines: 50, installerMb: 50, installerSeconds: 20 },
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
