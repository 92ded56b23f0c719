import { memberOf } from "../../lib/jobs/batch/member-of.js";
import { startBatch } from "../../lib/jobs/batch/start-batch.js";
import { startJob } from "../../lib/jobs/control/start-job.js";
import type { BatchInput, JobInput } from "../../lib/jobs/job-input.js";
import type { RecipeName } from "../../lib/jobs/recipe-name.js";
import type { MachineRecipe } from "../../lib/jobs/recipe-records.js";
import { aMachine } from "../../test/jobs/engine/engine.js";
import { type FleetMachine, type SimulatedFleet, VERSIONS } from "../fleet/simulated-fleet.js";
import type { HostDeps } from "../fleet/simulated-host.js";
import type { MachineEnd, Scenario } from "./scenario.js";

const { before, between, target } = VERSIONS;
const NAME = "machine-1";
const RUNS_SECONDS = 40;

/** Somebody asks for a job on a machine. */
export const ask =
  (recipe: RecipeName, input: JobInput = {}, name = NAME) =>
  ({ jobs, queue, clock }: HostDeps) =>
    startJob({ jobs, queue, clock })({
      recipe,
      target: { kind: "machine", fabric: "fabric", container: "container", name, friendlyName: name },
      input,
    });

type OnOne = Readonly<{ input?: JobInput; machine?: Partial<FleetMachine>; end?: Partial<MachineEnd>; check?: Scenario["check"] }>;

const onOne = (title: string, recipe: RecipeName, { input, machine, end = {}, check }: OnOne): Scenario => ({
  title,
  machines: [{ name: NAME, runSeconds: 0, ...machine }],
  start: ask(recipe, input),
  ends: { [NAME]: end },
  ...(check && { check }),
});

const WITH_AGENT = { version: before };
const UPDATED = { installed: [between, target], version: target };
const INSTALLED = { installed: [target], version: target, isRegistered: true, registrations: 1 };
const REMOVED = { version: undefined, isRegistered: false, uninstalls: 1 };
const FAILED_OVER = { ...WITH_AGENT, row: { failover: { time: "2026-11-01T09:00:00.000Z", address: "10.0.0.4" } } };
const PROTECTED = { row: { protectedItem: "item-1" } };

const isForgotten = async ({ stores }: SimulatedFleet): Promise<readonly string[]> =>
  (await stores.machines.find(aMachine()))?.value.protectedItem === undefined ? [] : ["the replication protected item is still there"];

/** The one that makes a machine do the most. */
export const UPDATE_WITH_RESTART = onOne("an update over two hops with a restart after each", "update", {
  ...{ input: { restart: true }, machine: WITH_AGENT },
  end: { ...UPDATED, restarts: 2 },
});

const hasRow = async ({ stores }: SimulatedFleet): Promise<readonly string[]> =>
  (await stores.machines.find(aMachine())) ? [] : ["the machine is not in the inventory"];

/** For every recipe on a machine what is to happen to it. */
export const MACHINE_SCENARIOS: Readonly<Record<MachineRecipe, readonly Scenario[]>> = {
  update: [
    onOne("an update over two hops", "update", { machine: WITH_AGENT, end: UPDATED }),
    onOne("an update over two hops whose runs go on", "update", { machine: { ...WITH_AGENT, runSeconds: RUNS_SECONDS }, end: UPDATED }),
    UPDATE_WITH_RESTART,
  ],
  install: [
    onOne("an installation", "install", { end: INSTALLED }),
    onOne("an installation whose runs go on", "install", { machine: { runSeconds: RUNS_SECONDS }, end: INSTALLED }),
  ],
  protect: [onOne("an installation of a protected item", "protect", { machine: PROTECTED, end: INSTALLED })],
  uninstall: [
    onOne("an uninstall", "uninstall", { machine: WITH_AGENT, end: REMOVED }),
    onOne("an uninstall that goes on", "uninstall", { machine: { ...WITH_AGENT, runSeconds: RUNS_SECONDS }, end: REMOVED }),
  ],
  unprotect: [onOne("an end of protection", "unprotect", { machine: { ...WITH_AGENT, ...PROTECTED }, end: REMOVED, check: isForgotten })],
  forget: [onOne("a protected item forgotten", "forget", { input: { force: true }, machine: { ...WITH_AGENT, ...PROTECTED }, check: isForgotten })],
  configure: [
    onOne("a registration anew", "configure", { machine: WITH_AGENT, end: { registrations: 1 } }),
    onOne("a registration anew that goes on", "configure", { machine: { ...WITH_AGENT, runSeconds: RUNS_SECONDS }, end: { registrations: 1 } }),
  ],
  exclude: [onOne("exclusions where no job changes a virus scanner", "exclude", { machine: WITH_AGENT })],
  "vm-agent": [
    onOne("the Azure VM agent after a failover", "vm-agent", { machine: FAILED_OVER }),
    onOne("the Azure VM agent whose installation goes on", "vm-agent", { machine: { ...FAILED_OVER, runSeconds: RUNS_SECONDS } }),
  ],
  test: [onOne("a test", "test", { machine: WITH_AGENT })],
  "test-account": [onOne("a test of the account", "test-account", { machine: WITH_AGENT })],
  discover: [onOne("a discovery", "discover", { check: hasRow })],
};

const MEMBERS = ["member-1", "member-2", "member-3"] as const;
const BATCH: BatchInput = { recipe: "update", selection: { kind: "list" }, maxConcurrency: 2, order: "Given" };

/** Three updates, of which two are in one availability group. */
export const BATCH_SCENARIO: Scenario = {
  title: "a batch of updates",
  machines: MEMBERS.map((name, i) => ({ name, version: between, runSeconds: 0, ...(i < 2 && { row: { availabilityGroup: "sql" } }) })),
  start: ({ jobs, batches, queue, clock }) =>
    startBatch({ jobs, batches, queue, clock })({
      target: { kind: "batch", fabric: "fabric", container: "container", name: "container", friendlyName: "container" },
      batch: BATCH,
      input: {},
      members: MEMBERS.map((name, i) => memberOf(aMachine({ name, friendlyName: name, ...(i < 2 && { availabilityGroup: "sql" }) }), i, BATCH)),
    }),
  ends: Object.fromEntries(MEMBERS.map((name) => [name, { installed: [target], version: target }])),
  check: (_fleet, jobs) => {
    const children = jobs.filter(({ parent }) => parent !== undefined);
    return children.length === MEMBERS.length ? [] : [`the batch has ${children.length} children, not one for each machine`];
  },
};
