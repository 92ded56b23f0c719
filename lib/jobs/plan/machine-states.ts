import { z } from "zod";
import { installedVersionOf } from "../../fleet/machines/installed-version.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { UpdatePlan } from "./plan-update.js";

/** What can be said of a machine, the most urgent first; several may be true of one. */
export const MACHINE_STATES = ["Running", "Failed", "Blocked", "Restart", "Update", "Unknown", "Current"] as const;
export const MachineState = z.enum(MACHINE_STATES);
export type MachineState = z.infer<typeof MachineState>;

type Planned = Pick<UpdatePlan, "hops" | "targetVersion" | "blockedBy">;

/** Everything of that which is true of a machine, by its row and by what an update would do to it. */
export function statesOf(machine: Machine, { hops, targetVersion, blockedBy }: Planned): readonly MachineState[] {
  const installed = installedVersionOf(machine);
  const isCurrent = installed !== undefined && installed === targetVersion;
  const is: Readonly<Record<MachineState, boolean>> = {
    Running: machine.lease !== undefined,
    Failed: machine.failuresInARow > 0,
    Blocked: blockedBy.length > 0 && !isCurrent,
    Restart: (machine.agent?.rebootRequired ?? "None") !== "None",
    Update: hops.length > 0 && blockedBy.length === 0,
    Unknown: installed === undefined,
    Current: isCurrent,
  };
  return MACHINE_STATES.filter((state) => is[state]);
}

/** Codes of what is in the way of the machine, of what the timer found wrong with it, and of why its last job failed. */
export const causesOf = ({ watch, failuresInARow, lastFailure }: Machine, { blockedBy }: Pick<UpdatePlan, "blockedBy">): readonly string[] => [
  ...new Set([...blockedBy.map(({ code }) => code), ...(watch?.problems ?? []), ...(failuresInARow > 0 ? [lastFailure ?? "JobFailed"] : [])]),
];
