import { z } from "zod";
import { migrationOf } from "../../../agents/path/migration.js";
import { versionsOf } from "../../../agents/path/plan-path.js";
import type { Machine } from "../../../fleet/machines/machine.js";
import type { UpdatePlan } from "../../../jobs/plan/plan-update.js";
import type { VaultIds } from "../../cmdlet/context.js";
import { protectableItemId } from "../../ids/resource-ids.js";
import { InventoryPlan, type InventoryPlanShown } from "../inventory.js";
import { fill, maybeText, maybeTime, output } from "../output.js";
import { AntivirusPlan } from "./antivirus-plan.js";
import { Blocker, HeldVersion, heldVersion } from "./blocker.js";
import { FabricRemovalPlan } from "./fabric-removal.js";
import { FleetPlanShown } from "./fleet-plan.js";
import { PlannedHop, plannedHops } from "./planned-hop.js";

const MobilityServiceUpdatePlan = output("MobilityServiceUpdatePlan", "The way from the installed version to the target.", {
  FriendlyName: z.string().meta({ description: "The machine that the plan is of" }),
  ID: z.string(),
  JobName: maybeText.meta({ description: "The job that is at work on the machine already" }),
  InstalledVersion: maybeText,
  AsOf: maybeTime.meta({ description: "When the machine was last looked at; what is said of it was true then" }),
  TargetVersion: maybeText,
  Path: z.array(z.string()).meta({ description: "Versions to install, in order; empty when there is nothing to do" }),
  Hops: z.array(PlannedHop),
  CountedBy: z.enum(["ReleaseList", "MinorNumbers"]),
  Reboot: z.enum(["None", "Recommended", "Mandatory"]),
  Migration: maybeText.meta({ description: "That the first installer on the way makes the agent one of another generation" }),
  Warnings: z.array(z.string()).meta({ description: "What an installer on the way does beside installing" }),
  BlockedBy: z.array(Blocker),
  NotKnown: z.array(z.string()).meta({ description: "What nobody could find out of the machine; the installer may stumble over it" }),
  HeldVersions: z.array(HeldVersion),
});

export type PlanShown = z.infer<typeof MobilityServiceUpdatePlan> | FleetPlanShown | InventoryPlanShown | FabricRemovalPlan | AntivirusPlan;

export const WhatIf = output("WhatIf", "What a call with WhatIf would have done. Nothing was changed.", {
  WhatIf: z.literal(true),
  Message: z.string(),
  Target: z.string(),
  Action: z.string(),
  Plan: z.union([MobilityServiceUpdatePlan, FleetPlanShown, InventoryPlan, FabricRemovalPlan, AntivirusPlan, z.null()]),
});

type Planned = Readonly<{
  machine: Machine;
  plan: UpdatePlan;
  vault: VaultIds;
  /** The job is asked to restart the machine. */
  restart: boolean;
  /** The job that is at work on the machine already. */
  atWork: string | undefined;
}>;

export const updatePlan = ({ machine, plan, vault, restart, atWork }: Planned) =>
  fill(MobilityServiceUpdatePlan, {
    FriendlyName: machine.friendlyName,
    ID: protectableItemId(vault, machine),
    JobName: atWork,
    InstalledVersion: plan.installedVersion,
    AsOf: plan.asOf,
    TargetVersion: plan.targetVersion,
    Path: versionsOf(plan.hops),
    Hops: plannedHops(plan.hops, restart),
    CountedBy: plan.countedBy,
    Reboot: plan.reboot,
    NotKnown: [...plan.unknown],
    Warnings: [...plan.warnings],
    HeldVersions: plan.held.map(heldVersion),
    Migration: migrationOf(plan),
    BlockedBy: plan.blockedBy.map((one) => fill(Blocker, { Code: one.code, Message: one.message, RecommendedAction: one.recommendedAction })),
  });
