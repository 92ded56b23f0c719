import type { Clock } from "../../core/clock.js";
import { uuidv7 } from "../../core/ids.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { MachineStore } from "../../fleet/ports.js";
import { machineKey, memberOf } from "../batch/member-of.js";
import { selectedMachines } from "../batch/selected-machines.js";
import type { JobTarget } from "../job.js";
import type { BatchInput, JobInput } from "../job-input.js";
import type { PlanStore } from "../ports.js";
import { fitWindow } from "./fit-window.js";
import type { FleetPlan, PlannedMachine } from "./fleet-plan.js";
import { type PlanMachineDeps, planMachine } from "./plan-machine.js";

export type PlanDeps = PlanMachineDeps & Readonly<{ machines: MachineStore; plans: PlanStore; clock: Clock }>;

export type PlanRequest = Readonly<{
  target: JobTarget;
  batch: BatchInput;
  input: JobInput;
  /** The machines of a list; those of a container or fabric are read. */
  machines?: readonly Machine[];
}>;

const KEPT_DAYS = 7;

/** What the batch would do, from what is on record; kept for `-PlanId`. Touches no machine. */
export const planBatch =
  (deps: PlanDeps) =>
  async ({ target, batch, input, machines }: PlanRequest): Promise<FleetPlan> => {
    const now = deps.clock.now();
    const chosen = machines ?? (await selectedMachines(deps, batch.selection));
    const osTags = new Map(chosen.flatMap((machine) => (machine.osTag === undefined ? [] : [[machineKey(machine), machine.osTag] as const])));
    const planned = await planMachines(deps, { batch, input, machines: chosen });
    const plan: FleetPlan = {
      id: uuidv7(now),
      createdTime: now.toISOString(),
      expiresTime: new Date(now.getTime() + KEPT_DAYS * 86_400_000).toISOString(),
      target,
      batch,
      input,
      machines: [...(await fitWindow(deps.installers, { batch, machines: planned, osTags, now }))],
    };
    await deps.plans.put(plan);
    return plan;
  };

/** The machines as they would be worked on, in the order of opening. */
export async function planMachines(
  deps: PlanMachineDeps,
  { batch, input, machines }: Readonly<{ batch: BatchInput; input: JobInput; machines: readonly Machine[] }>,
): Promise<PlannedMachine[]> {
  const ordered = machines.map((machine, n) => ({ machine, member: memberOf(machine, n, batch) })).sort((a, b) => a.member.order - b.member.order);
  const plan = planMachine(deps, batch, input);
  const planned: PlannedMachine[] = [];
  for (const { machine } of ordered) planned.push(await plan(machine));
  return planned;
}
