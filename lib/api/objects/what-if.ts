import { z } from "zod";
import type { UpdatePlan } from "../../jobs/plan-update.js";
import { fill, maybeText, output } from "./output.js";

const Blocker = output("MobilityServiceUpdateBlocker", "Something that is in the way of an update.", {
  Code: z.string(),
  Message: z.string(),
  RecommendedAction: z.string(),
});

const MobilityServiceUpdatePlan = output("MobilityServiceUpdatePlan", "The way from the installed version to the target.", {
  InstalledVersion: maybeText,
  AsOf: maybeText.meta({ description: "When the machine was last looked at; what is said of it was true then" }),
  TargetVersion: maybeText,
  Path: z.array(z.string()).meta({ description: "Versions to install, in order; empty when there is nothing to do" }),
  CountedBy: z.enum(["ReleaseList", "MinorNumbers"]),
  Reboot: z.enum(["None", "Recommended", "Mandatory"]),
  BlockedBy: z.array(Blocker),
});

export type UpdatePlanShown = z.infer<typeof MobilityServiceUpdatePlan>;

export const WhatIf = output("WhatIf", "What a call with WhatIf would have done. Nothing was changed.", {
  WhatIf: z.literal(true),
  Message: z.string(),
  Target: z.string(),
  Action: z.string(),
  Plan: z.union([MobilityServiceUpdatePlan, z.null()]),
});

export const updatePlan = (plan: UpdatePlan) =>
  fill(MobilityServiceUpdatePlan, {
    InstalledVersion: plan.installedVersion,
    AsOf: plan.asOf,
    TargetVersion: plan.targetVersion,
    Path: [...plan.path],
    CountedBy: plan.countedBy,
    Reboot: plan.reboot,
    BlockedBy: plan.blockedBy.map((one) => fill(Blocker, { Code: one.code, Message: one.message, RecommendedAction: one.recommendedAction })),
  });
