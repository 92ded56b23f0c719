import type { Machine } from "../../fleet/machines/machine.js";
import type { MachineFilter } from "../job-input.js";
import { causesOf, statesOf } from "../plan/machine-states.js";
import type { UpdatePlan } from "../plan/plan-update.js";
import { type UpdatePlannerDeps, updatePlanner } from "../plan/update-planner.js";
import { fitsFilter } from "./filter.js";

/** Those machines that fit the whole filter, in their order. Plans are made only where it asks for states or causes. */
export function machineSieve(deps: UpdatePlannerDeps, filter: MachineFilter): (machines: readonly Machine[]) => Promise<Machine[]> {
  const plansOf = updatePlanner(deps);
  return async (machines) => {
    const fitting = machines.filter((machine) => fitsFilter(machine, filter));
    if (filter.states === undefined && filter.cause === undefined) return fitting;
    const plans = await plansOf(fitting);
    return fitting.filter((machine, i) => plans[i] && fitsPlan(machine, plans[i], filter));
  };
}

/** Is one of the wanted states true of the machine, and has it the wanted cause? */
export const fitsPlan = (machine: Machine, plan: UpdatePlan, { states, cause }: Pick<MachineFilter, "states" | "cause">): boolean =>
  (states === undefined || statesOf(machine, plan).some((state) => states.includes(state))) &&
  (cause === undefined || causesOf(machine, plan).some((code) => code.toLowerCase() === cause.toLowerCase()));
