import { z } from "zod";
import { type FleetPlan, type PlannedMachine, WindowFit } from "../../../jobs/plan/fleet-plan.js";
import { hasWork } from "../../../jobs/plan/plan-machine.js";
import { RECIPE_FACTS } from "../../../jobs/recipe-facts.js";
import type { VaultIds } from "../../cmdlet/context.js";
import { protectableItemId } from "../../ids/resource-ids.js";
import { fill, maybeText, maybeTime, output } from "../output.js";
import { Blocker } from "./blocker.js";
import { PlannedHop, plannedHops } from "./planned-hop.js";

export const PlannedMachineShown = output("MobilityServicePlannedMachine", "What a batch would do to one machine, from what is on record of it.", {
  FriendlyName: z.string(),
  ID: z.string(),
  JobName: maybeText.meta({ description: "The job that was at work on the machine when the plan was made" }),
  InstalledVersion: maybeText,
  AsOf: maybeTime,
  TargetVersion: maybeText,
  Path: z.array(z.string()).meta({ description: "Versions to install, in order; empty when there is nothing to do or something is in the way" }),
  Hops: z.array(PlannedHop),
  Reboot: z.enum(["None", "Recommended", "Mandatory"]),
  Migration: maybeText.meta({ description: "That the first installer on the way makes the agent one of another generation" }),
  AvailabilityGroup: maybeText,
  FitsWindow: z.union([WindowFit, z.null()]).meta({
    description:
      "Whether it is begun and ended before NotAfter, by how long its installers took before. Overruns: it is begun before, and ends after. Unknown: they never ran on such a system. Null: the batch has no NotAfter",
  }),
  ExpectedSeconds: z
    .union([z.int(), z.null()])
    .meta({ description: "How long its installers usually run, where the batch has a NotAfter and that is known" }),
  Warnings: z.array(z.string()).meta({ description: "What an installer on the way does beside installing; what is set in a virus scanner" }),
  BlockedBy: z.array(Blocker),
});

const PlannedGroup = output(
  "MobilityServicePlannedGroup",
  "Machines that wait for each other: one at a time, the next when the one before is healthy.",
  {
    Name: z.string(),
    Machines: z.array(z.string()),
  },
);

const Blocked = output("MobilityServicePlanBlockers", "How many machines something is in the way of.", {
  Code: z.string(),
  Machines: z.number().int(),
});

export const FleetPlanShown = output(
  "MobilityServicePlan",
  "What a batch would do. Started with its PlanId, a batch does exactly this or is refused.",
  {
    PlanId: z.string(),
    Operation: z.string(),
    CreatedTime: z.iso.datetime(),
    ExpiresTime: z.iso.datetime(),
    Total: z.number().int(),
    ToDo: z.number().int(),
    NothingToDo: z.number().int(),
    Blocked: z.number().int(),
    BlockedBy: z.array(Blocked),
    MaxConcurrency: z.number().int(),
    MaxFailures: maybeText,
    Order: z.enum(["Given", "Risk"]),
    NotBefore: maybeTime,
    NotAfter: maybeTime,
    WillNotFit: z.number().int().meta({ description: "Machines that will not be begun before NotAfter" }),
    FitUnknown: z.number().int().meta({ description: "Machines of which that is not known" }),
    AvailabilityGroups: z.array(PlannedGroup),
    Machines: z
      .array(PlannedMachineShown)
      .meta({ description: "In the order of opening; the first 1,000. Get-AsrMobilityServicePlan pages through all." }),
  },
);
export type FleetPlanShown = z.infer<typeof FleetPlanShown>;

const MOST_MACHINES = 1000;
const MOST_GROUPS = 100;

export function fleetPlan(plan: FleetPlan, vault: VaultIds): FleetPlanShown {
  const { batch, machines } = plan;
  const blocked = machines.filter(({ blockedBy }) => blockedBy.length > 0);
  const toDo = machines.filter((machine) => hasWork(batch, machine));
  return fill(FleetPlanShown, {
    PlanId: plan.id,
    Operation: RECIPE_FACTS[batch.recipe].displayName,
    CreatedTime: plan.createdTime,
    ExpiresTime: plan.expiresTime,
    Total: machines.length,
    ToDo: toDo.length,
    NothingToDo: machines.length - toDo.length - blocked.length,
    Blocked: blocked.length,
    BlockedBy: blockersOf(blocked),
    MaxConcurrency: batch.maxConcurrency,
    MaxFailures: shownLimit(batch.maxFailures),
    Order: batch.order,
    ...{ NotBefore: batch.notBefore, NotAfter: batch.notAfter },
    WillNotFit: machines.filter(({ window }) => window?.fits === "No").length,
    FitUnknown: machines.filter(({ window }) => window?.fits === "Unknown").length,
    AvailabilityGroups: groupsOf(toDo),
    Machines: machines.slice(0, MOST_MACHINES).map((machine) => plannedMachine(machine, vault, plan.input.restart)),
  });
}

/** `restart`: the batch is asked to restart its machines. */
export const plannedMachine = (machine: PlannedMachine, vault: VaultIds, restart = false) =>
  fill(PlannedMachineShown, {
    FriendlyName: machine.friendlyName,
    ID: protectableItemId(vault, machine),
    JobName: machine.atWork,
    InstalledVersion: machine.installedVersion,
    AsOf: machine.asOf,
    TargetVersion: machine.targetVersion,
    Path: [...machine.path],
    Hops: plannedHops(machine.hops, restart),
    Reboot: machine.reboot,
    Migration: machine.migration,
    AvailabilityGroup: machine.availabilityGroup,
    ...{ FitsWindow: machine.window?.fits, ExpectedSeconds: machine.window?.seconds },
    Warnings: [...machine.warnings],
    BlockedBy: machine.blockedBy.map((one) => fill(Blocker, { Code: one.code, Message: one.message, RecommendedAction: one.recommendedAction })),
  });

/** `5` or `10%`, as it was given. */
export function shownLimit(limit: FleetPlan["batch"]["maxFailures"]): string | undefined {
  if (!limit) return undefined;
  return "count" in limit ? String(limit.count) : `${limit.percent}%`;
}

function blockersOf(blocked: readonly PlannedMachine[]) {
  const counts = new Map<string, number>();
  for (const { blockedBy } of blocked) for (const code of new Set(blockedBy.map((one) => one.code))) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([Code, Machines]) => fill(Blocked, { Code, Machines }));
}

/** Only groups of which several machines have something to do: the others block nobody. */
function groupsOf(toDo: readonly PlannedMachine[]) {
  const groups = new Map<string, PlannedMachine[]>();
  for (const machine of toDo) {
    if (machine.availabilityGroup === undefined) continue;
    const key = machine.availabilityGroup.toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), machine]);
  }
  return [...groups.values()]
    .filter((members) => members.length > 1)
    .slice(0, MOST_GROUPS)
    .map((members) => fill(PlannedGroup, { Name: members[0]?.availabilityGroup ?? "", Machines: members.map(({ friendlyName }) => friendlyName) }));
}
