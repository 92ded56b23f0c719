import type { Job } from "../../lib/jobs/job.js";
import type { FleetMachine, SimulatedFleet } from "../fleet/simulated-fleet.js";
import type { HostDeps } from "../fleet/simulated-host.js";
import type { AgentMachine } from "../machine/agent-machine.js";

/** What is to be true of a machine in the end. */
export type MachineEnd = Readonly<{
  installed: readonly string[];
  version: string | undefined;
  isRegistered: boolean;
  registrations: number;
  uninstalls: number;
  restarts: number;
}>;

/** What somebody asks of a fleet, and how it must end, whatever dies meanwhile. */
export type Scenario = Readonly<{
  title: string;
  machines: readonly FleetMachine[];
  prepare?: (fleet: SimulatedFleet) => Promise<void>;
  /** Asks for it. Whoever got no answer, and finds no job, asks again. */
  start: (deps: HostDeps) => Promise<unknown>;
  /** Of every machine by its name; what is not named is as on one that nobody touched. */
  ends?: Readonly<Record<string, Partial<MachineEnd>>>;
  /** What else is wrong in the end, in words. Every job has to have succeeded anyway. */
  check?: (fleet: SimulatedFleet, jobs: readonly Job[]) => Promise<readonly string[]> | readonly string[];
}>;

export const endOf = (machine: AgentMachine): MachineEnd => ({
  installed: machine.installed(),
  version: machine.version(),
  isRegistered: machine.isRegistered(),
  registrations: machine.registrations(),
  uninstalls: machine.uninstalls(),
  restarts: machine.restarts(),
});
