import { machineKey } from "../batch/member-of.js";
import type { PlannedMachine } from "./fleet-plan.js";

/** A machine for which the plan would be another one today, in one sentence. */
export type PlanDifference = Readonly<{ friendlyName: string; message: string }>;

/** What has changed between two plans of the same machines. */
export function planDifferences(before: readonly PlannedMachine[], today: readonly PlannedMachine[]): readonly PlanDifference[] {
  const now = new Map(today.map((one) => [machineKey(one), one]));
  const known = new Set(before.map(machineKey));
  const changed = before.flatMap((one): PlanDifference[] => {
    const same = now.get(machineKey(one));
    const what = same ? differencesOf(one, same) : ["is not among them any more"];
    return what.length > 0 ? [{ friendlyName: one.friendlyName, message: `${one.friendlyName} ${what.join(", ")}` }] : [];
  });
  const fresh = today.filter((one) => !known.has(machineKey(one)));
  return [...changed, ...fresh.map(({ friendlyName }) => ({ friendlyName, message: `${friendlyName} has come to them` }))];
}

function differencesOf(before: PlannedMachine, today: PlannedMachine): string[] {
  const found: string[] = [];
  const { installedVersion: was = "no agent" } = before;
  const { installedVersion: is = "no agent" } = today;
  if (was !== is) found.push(`has ${is} instead of ${was}`);
  if (way(before) !== way(today)) found.push(changedWay(before, today));
  if (blocks(before) !== blocks(today)) found.push(changedBlocks(before, today));
  if (way(before) === way(today) && before.hops.length > 0 && restarts(before) !== restarts(today)) found.push(changedRestarts(before, today));
  if (before.reboot !== today.reboot) found.push(`needs another restart afterwards (${today.reboot} instead of ${before.reboot})`);
  if (groupOf(before) !== groupOf(today))
    found.push(`is of the availability group ${today.availabilityGroup ?? "none"} instead of ${before.availabilityGroup ?? "none"}`);
  return found;
}

const way = ({ path }: PlannedMachine): string => path.join(" → ");
const restarts = ({ hops }: PlannedMachine): string => hops.flatMap(({ to, restartFirst }) => (restartFirst ? to : [])).join(", ");
const blocks = ({ blockedBy }: PlannedMachine): string => blockedBy.map(({ code }) => code).join(", ");
const groupOf = ({ availabilityGroup }: PlannedMachine): string | undefined => availabilityGroup?.toLowerCase();

function changedWay(before: PlannedMachine, today: PlannedMachine): string {
  if (way(before) === "") return `would be brought to ${way(today)}, where there was nothing to do`;
  if (way(today) === "") return `would not be brought to ${way(before)} any more`;
  return `would go ${way(today)} instead of ${way(before)}`;
}

function changedBlocks(before: PlannedMachine, today: PlannedMachine): string {
  if (blocks(today) === "") return `is not blocked by ${blocks(before)} any more`;
  return blocks(before) === "" ? `is blocked by ${blocks(today)}` : `is blocked by ${blocks(today)} instead of ${blocks(before)}`;
}

function changedRestarts(before: PlannedMachine, today: PlannedMachine): string {
  if (restarts(today) === "") return `need not be restarted before ${restarts(before)} any more`;
  return restarts(before) === ""
    ? `must be restarted before ${restarts(today)}`
    : `must be restarted before ${restarts(today)} instead of ${restarts(before)}`;
}
