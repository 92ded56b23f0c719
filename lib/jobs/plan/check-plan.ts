import { FleetError } from "../../core/errors.js";
import { inParallel } from "../../core/in-parallel.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { MachineStore } from "../../fleet/ports.js";
import type { BatchMember } from "../batch/batch-member.js";
import { selectedMachines } from "../batch/selected-machines.js";
import { isOver } from "../batch/window.js";
import type { BatchInput } from "../job-input.js";
import type { FleetPlan, PlannedMachine } from "./fleet-plan.js";
import { type PlanDeps, planMachines } from "./plan-batch.js";
import { type PlanDifference, planDifferences } from "./plan-differences.js";
import { hasWork, plannedPathOf } from "./plan-machine.js";

export type CheckedPlan = Readonly<{ plan: FleetPlan; members: readonly BatchMember[] }>;

const AT_ONCE = 16;
const MOST_SHOWN = 50;
const MOST_DETAILS = 1000;

/**
 * The plan and the members of a batch that does exactly what it showed. Throws ResourceNotFound when there is no such plan, and
 * PlanOutdated, naming every machine for which it would be another plan today.
 */
export const checkPlan =
  (deps: PlanDeps) =>
  async (id: string): Promise<CheckedPlan> => {
    const plan = await deps.plans.find(id);
    if (!plan) throw new FleetError("ResourceNotFound", `There is no plan "${id.slice(0, 100)}"`, { target: "PlanId" });
    const { batch, input } = plan;
    const now = deps.clock.now().toISOString();
    if (plan.expiresTime <= now) throw outdated(`The plan ${plan.id} of ${plan.createdTime} expired at ${plan.expiresTime}`);
    if (isOver(batch, deps.clock.now())) throw outdated(`The window of the plan ${plan.id} ended at ${batch.notAfter}`);
    const machines =
      batch.selection.kind === "all" ? await selectedMachines(deps, batch.selection) : await sameMachines(deps.machines, plan.machines);
    const differences = planDifferences(plan.machines, await planMachines(deps, { batch, input, machines }));
    if (differences.length > 0) throw changedSince(plan, differences);
    return { plan, members: plan.machines.filter((machine) => hasWork(batch, machine)).map((machine, n) => memberOfPlan(batch, machine, n)) };
  };

const outdated = (message: string, details: readonly FleetError[] = []) => new FleetError("PlanOutdated", message, { target: "PlanId", details });

function changedSince({ id, createdTime, machines }: FleetPlan, differences: readonly PlanDifference[]): FleetError {
  const many = differences.length > 1;
  const more = differences.length > MOST_SHOWN ? ` … and ${differences.length - MOST_SHOWN} more; the details list the first ${MOST_DETAILS}` : "";
  const shown = differences.slice(0, MOST_SHOWN).map(({ message }) => message);
  return outdated(
    `For ${differences.length} ${many ? "machines" : "machine"} it is not as the plan ${id} of ${machines.length} showed it at ${createdTime}; nothing was begun. ${shown.join("; ")}${more}`,
    differences.slice(0, MOST_DETAILS).map(({ message, friendlyName }) => new FleetError("PlanOutdated", message, { target: friendlyName })),
  );
}

/** The plan's machines as they are now; those that are gone are missing. */
async function sameMachines(machines: MachineStore, planned: readonly PlannedMachine[]): Promise<readonly Machine[]> {
  const found = new Array<Machine | undefined>(planned.length);
  await inParallel([...planned.entries()], AT_ONCE, async ([i, one]) => {
    found[i] = (await machines.find(one))?.value;
  });
  return found.filter((machine) => machine !== undefined);
}

function memberOfPlan(batch: Pick<BatchInput, "recipe">, planned: PlannedMachine, order: number): BatchMember {
  const { fabric, container, name, friendlyName, availabilityGroup, risk } = planned;
  const path = plannedPathOf(batch, planned);
  return {
    ...{ order, state: "Waiting", fabric, container, name, friendlyName, risk },
    ...(availabilityGroup !== undefined && { availabilityGroup }),
    ...(path && { plannedPath: [...path] }),
  };
}
