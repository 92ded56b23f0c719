import { z } from "zod";
import type { MachineFilter, MaxFailures } from "../../jobs/job-input.js";
import { MACHINE_STATES, type MachineState } from "../../jobs/plan/machine-states.js";
import { choice, choices, type MoreFacts, parameter, text, wholeNumber } from "../cmdlet/parameter.js";
import { reference, references } from "../cmdlet/reference.js";
import { TagsGiven } from "../inventory/tags.js";
import { type WindowGiven, windowOf, windowParameters } from "./batch-window.js";

const DEFAULT_CONCURRENCY = 20;

/** How a batch opens its children; of no effect on a single machine. */
export const batchOptions = {
  MaxConcurrency: wholeNumber(
    `So many machines are worked on at the same time at most; ${DEFAULT_CONCURRENCY} when not given.`,
    { min: 1, max: 1000 },
    { extension: true },
  ).optional(),
  MaxFailures: numberOrShare(
    "As soon as so many machines have failed, no further ones are begun; what runs is finished, and the batch waits, suspended.",
  ).optional(),
  Order: choice("Given: in the order of the list or of the container. Risk: machines whose last jobs failed come last.", ["Given", "Risk"], {
    extension: true,
  }).optional(),
  ...windowParameters,
};

/** So many machines, or that part of them. */
export function numberOrShare(description: string) {
  return parameter(
    z.preprocess(
      (came) => (typeof came === "number" ? String(came) : came),
      z
        .string()
        .trim()
        .regex(/^(\d{1,7}|\d{1,3}(\.\d{1,3})?%)$/)
        .transform(maxFailures)
        .refine((limit) => !("percent" in limit) || limit.percent <= 100),
    ),
    { description, expected: "a number such as 5, or a part of all machines such as 10%", extension: true },
  );
}

/** Tags by name: an object, or a text. */
export function tagParameter(description: string, more: MoreFacts = {}) {
  return parameter(TagsGiven, {
    description,
    expected: "an object with names and values, or a text such as site=berlin",
    ...more,
  });
}

/** Which machines of a container or fabric; all that is given must fit. */
export const machineFilters = {
  OSTag: text("Only machines with this operating system, such as UBUNTU-22.04-64.", { extension: true }).optional(),
  AgentVersion: parameter(
    z
      .string()
      .trim()
      .regex(/^\d{1,9}(\.\d{1,9}){0,3}\.?$/),
    {
      description: "Only machines with this version of the Mobility service, or one that begins so.",
      expected: "a version or its beginning, such as 9.61",
      extension: true,
    },
  ).optional(),
  Tag: tagParameter("Only machines that carry this tag, or all of these.", { extension: true }).optional(),
  FriendlyName: text("Only machines whose friendly name is like this; * stands for any characters, ? for one.", { extension: true }).optional(),
  State: choices(
    "Only machines of which this, or one of these, is true: a job runs, the last job failed, an update is blocked, they wait for a restart, have an update, have no known version, are up to date.",
    MACHINE_STATES,
    { extension: true },
  ).optional(),
  Cause: text("Only machines with this code in the way of an update, found by the timer, or as the failure of their last job.", {
    extension: true,
  }).optional(),
};

const protectedItems = { ReplicationProtectedItem: references("ASRReplicationProtectedItem", "The machine, or several.") };

/** The sets by which machines are chosen, for a cmdlet that the vault has: it knows protected items only. */
export const protectedSets = <C extends z.ZodRawShape>(common: C) => ({
  Default: z.object({ ...protectedItems, ...common, ...batchOptions }),
  ...fleetSets(common),
});

/** The same for machines that need not be protected. */
export const machineSets = <C extends z.ZodRawShape>(common: C) => ({
  ByProtectableItem: z.object({ ProtectableItem: references("ASRProtectableItem", "The machine, or several."), ...common, ...batchOptions }),
  ByReplicationProtectedItem: z.object({ ...protectedItems, ...common, ...batchOptions }),
  ...fleetSets(common),
});

const fleetSets = <C extends z.ZodRawShape>(common: C) => ({
  ByProtectionContainer: z.object({
    ProtectionContainer: reference("ASRProtectionContainer", "Its machines.", { extension: true }),
    ...machineFilters,
    ...common,
    ...batchOptions,
  }),
  ByFabric: z.object({
    Fabric: references("ASRFabric", "The machines of all its protection containers; of several fabrics where it names several.", { extension: true }),
    ...machineFilters,
    ...common,
    ...batchOptions,
  }),
  ByPlan: z.object({
    PlanId: text("A plan that -WhatIf showed: exactly its machines, by exactly its paths. Refused when anything has changed since.", {
      extension: true,
    }),
  }),
});

type Options = WindowGiven &
  Readonly<{ MaxConcurrency?: number | undefined; MaxFailures?: MaxFailures | undefined; Order?: "Given" | "Risk" | undefined }>;
type Filters = Readonly<{
  OSTag?: string | undefined;
  AgentVersion?: string | undefined;
  Tag?: Readonly<Record<string, string>> | undefined;
  FriendlyName?: string | undefined;
  State?: readonly MachineState[] | undefined;
  Cause?: string | undefined;
}>;

export const optionsOf = ({ MaxConcurrency = DEFAULT_CONCURRENCY, MaxFailures: limit, Order = "Given", ...window }: Options, now: Date) => ({
  maxConcurrency: MaxConcurrency,
  ...(limit && { maxFailures: limit }),
  order: Order,
  ...windowOf(window, now),
});

/** True when the call says how a batch is to go: then also one machine is one. */
export const asksForBatch = ({ MaxConcurrency, MaxFailures: limit, Order, NotBefore, NotAfter }: Options): boolean =>
  [MaxConcurrency, limit, Order, NotBefore, NotAfter].some((given) => given !== undefined);

export const filterOf = ({ OSTag, AgentVersion, Tag, FriendlyName, State, Cause }: Filters): MachineFilter => ({
  ...(OSTag !== undefined && { osTag: OSTag }),
  ...(AgentVersion !== undefined && { version: AgentVersion.replace(/\.$/, "") }),
  ...(Tag && { tags: { ...Tag } }),
  ...(FriendlyName !== undefined && { namePattern: FriendlyName }),
  ...(State && { states: [...State] }),
  ...(Cause !== undefined && { cause: Cause }),
});

function maxFailures(came: string): MaxFailures {
  return came.endsWith("%") ? { percent: Number(came.slice(0, -1)) } : { count: Number(came) };
}
