import type { FleetPlan } from "../../../lib/jobs/plan/fleet-plan.js";
import type { PlanStore } from "../../../lib/jobs/ports.js";

/** Plans in memory. */
export function memoryPlans(): PlanStore {
  const plans = new Map<string, FleetPlan>();
  return { put: async (plan) => void plans.set(plan.id, structuredClone(plan)), find: async (id) => structuredClone(plans.get(id)) };
}
