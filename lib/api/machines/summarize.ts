import type { z } from "zod";
import { compareVersions } from "../../agents/versions/version.js";
import { installedVersionOf } from "../../fleet/machines/installed-version.js";
import { causesOf, MACHINE_STATES, statesOf } from "../../jobs/plan/machine-states.js";
import type { VaultIds } from "../cmdlet/context.js";
import { fabricId } from "../ids/resource-ids.js";
import type { AsrMobilityServiceSummary } from "../objects/plans/fleet-summary.js";
import type { MachineUpdate } from "./list-updates.js";

/** Counts machines by state, cause, version and fabric. */
export function summarize(updates: readonly MachineUpdate[], vault: VaultIds): z.output<typeof AsrMobilityServiceSummary> {
  const states = counts(updates.flatMap(({ machine, plan }) => statesOf(machine, plan)));
  const causes = counts(updates.flatMap(({ machine, plan }) => causesOf(machine, plan)));
  const versions = counts(updates.map(({ machine }) => installedVersionOf(machine) ?? ""));
  const fabrics = counts(updates.map(({ machine }) => fabricId(vault, machine.fabric)));
  return {
    Total: updates.length,
    States: MACHINE_STATES.map((State) => ({ State, Machines: states.get(State) ?? 0 })),
    Causes: [...causes].map(([Cause, Machines]) => ({ Cause, Machines })).toSorted((a, b) => b.Machines - a.Machines || (a.Cause < b.Cause ? -1 : 1)),
    Versions: [...versions]
      .toSorted(([a], [b]) => compareVersions(b || "0", a || "0"))
      .map(([version, Machines]) => ({ Version: version || null, Machines })),
    Fabrics: [...fabrics].map(([FabricId, Machines]) => ({ FabricId, Machines })),
  };
}

function counts<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const found = new Map<T, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}
