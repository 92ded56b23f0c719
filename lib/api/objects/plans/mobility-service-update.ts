import { z } from "zod";
import { migrationOf } from "../../../agents/path/migration.js";
import { versionsOf } from "../../../agents/path/plan-path.js";
import { installedVersionOf } from "../../../fleet/machines/installed-version.js";
import type { Machine } from "../../../fleet/machines/machine.js";
import { causesOf, MachineState, statesOf } from "../../../jobs/plan/machine-states.js";
import type { UpdatePlan } from "../../../jobs/plan/plan-update.js";
import type { VaultIds } from "../../cmdlet/context.js";
import { protectableItemId, protectedItemId } from "../../ids/resource-ids.js";
import { fill, maybeText, maybeTime, output } from "../output.js";
import { Blocker, HeldVersion, heldVersion } from "./blocker.js";
import { PlannedHop, plannedHops } from "./planned-hop.js";

export const AsrMobilityServiceUpdate = output(
  "ASRMobilityServiceUpdate",
  "Whether a machine can be updated, by which way, and everything that is in it, from what is on record.",
  {
    FriendlyName: z.string(),
    ProtectableItemId: z.string(),
    ReplicationProtectedItemId: maybeText,
    OSTag: maybeText,
    InstalledVersion: maybeText,
    DriverVersion: maybeText.meta({ description: "Version of the filter driver that was loaded at the last boot" }),
    TargetVersion: maybeText.meta({ description: "The newest version that the catalogue has and the servers of the fabric allow" }),
    UpdateAvailable: z.boolean(),
    Path: z.array(z.string()).meta({ description: "Versions to install, in order; empty when there is nothing to do or something is in the way" }),
    Hops: z.array(PlannedHop),
    CountedBy: z.enum(["ReleaseList", "MinorNumbers"]).meta({ description: "Which rule counted the releases of a hop" }),
    RebootRequired: z.enum(["None", "Recommended", "Mandatory"]).meta({ description: "After the update" }),
    RebootPending: z.enum(["None", "Recommended", "Mandatory"]).meta({ description: "The machine waits for it already" }),
    Migration: maybeText.meta({ description: "That the first installer on the way makes the agent one of another generation" }),
    Warnings: z.array(z.string()).meta({ description: "What an installer on the way does beside installing" }),
    BlockedBy: z.array(Blocker),
    NotKnown: z.array(z.string()).meta({ description: "What nobody could find out of the machine; the installer may stumble over it" }),
    HeldVersions: z.array(HeldVersion),
    AsOf: maybeTime.meta({ description: "When the machine was last looked at" }),
    JobName: maybeText.meta({ description: "The job that acts on the machine now" }),
    FailuresInARow: z.number().int().meta({ description: "How many of its last jobs failed, one after the other" }),
    Problems: z.array(z.string()).meta({ description: "What the timer found wrong and told of" }),
    States: z.array(MachineState).meta({ description: "Everything of that which is true of the machine, the most urgent first" }),
    Causes: z.array(z.string()).meta({ description: "Codes of what is in the way, of what the timer found, and of why its last job failed" }),
    LastFailure: maybeText.meta({ description: "Code of the error by which the last of the failures in a row ended" }),
    Tags: z.record(z.string(), z.string()),
    AvailabilityGroup: maybeText,
  },
);

type Update = z.output<typeof AsrMobilityServiceUpdate>;
type Of = Readonly<{ machine: Machine; plan: UpdatePlan; vault: VaultIds }>;

/** The object, or only these properties of it: lists are long, and most ask for few. Names that it does not have are passed over. */
export function asrMobilityServiceUpdate(of: Of, wanted: readonly string[] = NAMES): Partial<Update> {
  const shown: Record<string, unknown> = {};
  for (const name of wanted) {
    const known = VALUES.get(name) ?? VALUES.get(NAMES.find((one) => one.toLowerCase() === name.toLowerCase()) ?? "");
    if (known) shown[name] = known(of) ?? null;
  }
  return shown;
}

const READ: { readonly [K in keyof Update]: (of: Of) => null extends Update[K] ? Update[K] | undefined : Update[K] } = {
  FriendlyName: ({ machine }) => machine.friendlyName,
  ProtectableItemId: ({ machine, vault }) => protectableItemId(vault, machine),
  ReplicationProtectedItemId: ({ machine, vault }) =>
    machine.protectedItem === undefined ? undefined : protectedItemId(vault, machine, machine.protectedItem),
  OSTag: ({ machine }) => machine.osTag,
  InstalledVersion: ({ machine }) => installedVersionOf(machine),
  DriverVersion: ({ machine }) => machine.agent?.driverVersionAtBoot,
  TargetVersion: ({ plan }) => plan.targetVersion,
  UpdateAvailable: ({ plan }) => plan.hops.length > 0,
  Path: ({ plan }) => versionsOf(plan.hops),
  Hops: ({ plan }) => plannedHops(plan.hops),
  CountedBy: ({ plan }) => plan.countedBy,
  RebootRequired: ({ plan }) => plan.reboot,
  RebootPending: ({ machine }) => machine.agent?.rebootRequired ?? "None",
  Migration: ({ plan }) => migrationOf(plan),
  Warnings: ({ plan }) => [...plan.warnings],
  BlockedBy: ({ plan }) =>
    plan.blockedBy.map(({ code, message, recommendedAction }) =>
      fill(Blocker, { Code: code, Message: message, RecommendedAction: recommendedAction }),
    ),
  NotKnown: ({ plan }) => [...plan.unknown],
  HeldVersions: ({ plan }) => plan.held.map(heldVersion),
  AsOf: ({ machine }) => machine.agent?.checkedAt,
  JobName: ({ machine }) => machine.lease?.job,
  FailuresInARow: ({ machine }) => machine.failuresInARow,
  Problems: ({ machine }) => [...(machine.watch?.problems ?? [])],
  States: ({ machine, plan }) => [...statesOf(machine, plan)],
  Causes: ({ machine, plan }) => [...causesOf(machine, plan)],
  LastFailure: ({ machine }) => machine.lastFailure,
  Tags: ({ machine }) => ({ ...machine.tags }),
  AvailabilityGroup: ({ machine }) => machine.availabilityGroup,
};

const VALUES: ReadonlyMap<string, (of: Of) => unknown> = new Map(Object.entries(READ));
const NAMES: readonly string[] = Object.keys(AsrMobilityServiceUpdate.shape);
