import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { BatchMember } from "../../jobs/batch/batch-member.js";
import { memberOf } from "../../jobs/batch/member-of.js";
import { mayFit } from "../../jobs/batch/selected-machines.js";
import { isFinal, type Job, type JobTarget } from "../../jobs/job.js";
import type { BatchInput, JobInput, Selection } from "../../jobs/job-input.js";
import { RECIPE_FACTS } from "../../jobs/recipe-facts.js";
import type { RecipeName } from "../../jobs/recipe-name.js";
import { jobAnswer, type Proposal, proposal } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { AccountRef } from "../cmdlet/reference.js";
import { findAccount, findContainer, findFabric } from "../fabrics/find-fabric.js";
import { askedBy, type Caller } from "../http/caller.js";
import { fleetPlan } from "../objects/plans/fleet-plan.js";
import { type PlanShown, updatePlan } from "../objects/plans/what-if.js";
import { checkComponents } from "./check-components.js";
import { findMachines, type ItemParameter } from "./find-machines.js";
import { asksForBatch, type batchOptions, filterOf, type machineFilters, optionsOf } from "./parameters.js";
import { inputFor, inputOf, type LogIn, refusePlatform, startMachineJob } from "./start-machine-job.js";

/** What the sets of `protectedSets` and `machineSets` give. */
type Asked = LogIn &
  Partial<z.infer<z.ZodObject<typeof machineFilters>> & z.infer<z.ZodObject<typeof batchOptions>>> &
  Readonly<{
    parameterSet: string;
    ProtectableItem?: readonly string[];
    ReplicationProtectedItem?: readonly string[];
    ProtectionContainer?: string;
    Fabric?: readonly string[];
    PlanId?: string;
  }>;

export type Work = Readonly<{
  recipe: RecipeName;
  /** Of a container or fabric only machines with a protected item. */
  protectedOnly: boolean;
  /** What is shown with WhatIf of one machine, where that is no way to a version. */
  planOf?(machine: Machine): PlanShown;
}>;

type Call = Readonly<{ context: FleetContext; caller: Caller; asked: Asked; work: Work }>;

/** What the call proposes: a job for one machine, a batch for several, for a container or fabric, or for a plan. */
export async function proposeOnMachines(context: FleetContext, caller: Caller, asked: Asked, work: Work): Promise<Proposal> {
  const call = { context, caller, asked, work };
  if (asked.PlanId !== undefined) return proposePlan(call, asked.PlanId);
  const parameter: ItemParameter = asked.ProtectableItem ? "ProtectableItem" : "ReplicationProtectedItem";
  const ids = asked[parameter];
  if (!ids) return proposeAll(call);
  const machines = await findMachines(context, ids, parameter);
  const [only] = machines;
  return only && machines.length === 1 && !asksForBatch(asked) ? proposeOne(call, only) : proposeList(call, machines);
}

async function proposeOne({ context, caller, asked, work: { recipe, planOf } }: Call, machine: Machine): Promise<Proposal> {
  const input = await inputFor(context, machine, asked);
  const check = () => checkComponents(context, recipe, { fabrics: [machine.fabric], targetVersion: asked.TargetVersion });
  const { displayName, movesAgent } = RECIPE_FACTS[recipe];
  if (movesAgent !== "Update") {
    // a plan shows it among all that is in the way; the others have none for one machine
    refusePlatform(recipe, [machine]);
    await check();
  }
  return proposal({
    target: machine.friendlyName,
    action: displayName,
    ...(movesAgent === "Update" && { plan: () => planOne(context, machine, asked) }),
    ...(planOf && { plan: async () => planOf(machine) }),
    perform: async () => {
      refusePlatform(recipe, [machine]);
      await check();
      return startMachineJob(context, caller, { recipe, machine, input });
    },
  });
}

async function planOne(context: FleetContext, machine: Machine, { TargetVersion, Restart }: Asked) {
  const [plan, atWork] = await Promise.all([context.planUpdate(machine, TargetVersion), openJobOf(context, machine)]);
  return updatePlan({ machine, plan, vault: context.vault, restart: Restart === true, atWork });
}

/** The job that acts on the machine, or is to: one that has just been asked for has no lease yet. */
async function openJobOf({ jobs }: FleetContext, machine: Machine): Promise<string | undefined> {
  const latest = await jobs.listOfMachine(machine, { size: 5 });
  return latest.items.find((job) => !isFinal(job))?.name;
}

async function proposeList(call: Call, machines: readonly Machine[]): Promise<Proposal> {
  const { context, asked, work } = call;
  const [first] = machines;
  if (!first) throw new FleetError("InvalidParameter", "The list of machines is empty; expected at least one");
  const fabrics = new Set(machines.map(({ fabric }) => fabric));
  const input = inputOf(asked, await accountIn(context, asked.Account, [...fabrics]));
  if (input.accountId === undefined) refuseWithoutAccount(machines);
  const batch: BatchInput = { recipe: work.recipe, selection: { kind: "list" }, ...optionsOf(asked, context.clock.now()) };
  const friendlyName = machines.length === 1 ? first.friendlyName : `${first.friendlyName} and ${machines.length - 1} more`;
  const target: JobTarget = { kind: "batch", ...commonPlace(machines), friendlyName };
  return proposeBatch(call, { target, batch, input, machines });
}

/** The container of the machines, or their fabric when they are of several, or the names of their fabrics. */
function commonPlace(machines: readonly Machine[]): Pick<JobTarget, "fabric" | "fabrics" | "container" | "name"> {
  const [fabric = "", ...more] = new Set(machines.map((machine) => machine.fabric));
  if (more.length > 0) return { name: [fabric, ...more].join(", "), fabrics: [fabric, ...more] };
  const [container = "", ...others] = new Set(machines.map((machine) => machine.container));
  return others.length > 0 ? { fabric, name: fabric } : { fabric, container, name: container };
}

async function proposeAll(call: Call): Promise<Proposal> {
  const { context, asked, work } = call;
  const { fabrics, container, friendlyName } = await placeOf(call);
  const [fabric, ...otherFabrics] = fabrics;
  const selection: Selection = {
    kind: "all",
    fabric,
    ...(otherFabrics.length > 0 && { otherFabrics }),
    ...(container !== undefined && { container }),
    protectedOnly: work.protectedOnly,
    filter: filterOf(asked),
  };
  const batch: BatchInput = { recipe: work.recipe, selection, ...optionsOf(asked, context.clock.now()) };
  const place =
    otherFabrics.length > 0
      ? { name: fabrics.join(", "), fabrics: [...fabrics] }
      : { fabric, ...(container !== undefined && { container }), name: container ?? fabric };
  const target: JobTarget = { kind: "batch", ...place, friendlyName };
  return proposeBatch(call, { target, batch, input: inputOf(asked, await accountIn(context, asked.Account, fabrics)) });
}

type Place = Readonly<{ fabrics: readonly [string, ...string[]]; container?: string; friendlyName: string }>;

async function placeOf({ context, asked }: Call): Promise<Place> {
  if (asked.ProtectionContainer !== undefined) {
    const { fabric, container } = await findContainer(context, asked.ProtectionContainer);
    return { fabrics: [fabric.name], container: container.name, friendlyName: `${fabric.friendlyName}/${container.friendlyName}` };
  }
  const [first = "", ...others] = asked.Fabric ?? [];
  const found = (id: string) => findFabric(context, id);
  const fabrics = [await found(first), ...(await Promise.all(others.map(found)))].map(({ value }) => value);
  const [name = "", ...more] = new Set(fabrics.map((fabric) => fabric.name));
  const friendlyName = [...new Set(fabrics.map((fabric) => fabric.friendlyName))].join(", ");
  return { fabrics: [name, ...more], friendlyName };
}

type ProposedBatch = Readonly<{ target: JobTarget; batch: BatchInput; input: JobInput; machines?: readonly Machine[] }>;

function proposeBatch({ context, caller, work: { recipe } }: Call, { target, batch, input, machines }: ProposedBatch): Proposal {
  const members = machines?.map((machine, n) => memberOf(machine, n, batch));
  const fabrics = machines?.map(({ fabric }) => fabric) ?? target.fabrics ?? (target.fabric === undefined ? [] : [target.fabric]);
  return proposal({
    target: target.friendlyName,
    action: batchTitle(recipe),
    plan: async () => fleetPlan(await context.planBatch({ target, batch, input, ...(machines && { machines }) }), context.vault),
    perform: async () => {
      refusePlatform(recipe, machines ?? []);
      await checkComponents(context, recipe, { fabrics, targetVersion: input.targetVersion });
      return start(context, caller, { target, batch, input, ...(members && { members }) });
    },
  });
}

/** Compares the plan with today before anything else, so that -WhatIf says as well whether it would be refused. */
async function proposePlan({ context, caller, work }: Call, id: string): Promise<Proposal> {
  const { plan, members } = await context.checkPlan(id);
  if (plan.batch.recipe !== work.recipe)
    throw new FleetError(
      "InvalidParameter",
      `The plan ${plan.id} is one of "${RECIPE_FACTS[plan.batch.recipe].displayName}", not of "${RECIPE_FACTS[work.recipe].displayName}"`,
      {
        target: "PlanId",
      },
    );
  const batch: BatchInput = { ...plan.batch, selection: { kind: "list" }, planId: plan.id };
  return proposal({
    target: plan.target.friendlyName,
    action: batchTitle(work.recipe),
    plan: async () => fleetPlan(plan, context.vault),
    perform: async () => {
      await checkComponents(context, work.recipe, { fabrics: members.map(({ fabric }) => fabric), targetVersion: plan.input.targetVersion });
      return start(context, caller, { target: plan.target, batch, input: plan.input, members });
    },
  });
}

type Start = Readonly<{ target: JobTarget; batch: BatchInput; input: JobInput; members?: readonly BatchMember[] }>;

const start = async (context: FleetContext, caller: Caller, request: Start) =>
  jobAnswer(context, await withWarning(context, await context.startBatch({ ...request, ...askedBy(caller) })));

/** Who starts a batch and does not wait for it hears at once that nothing fits what the call asks for. */
async function withWarning(context: FleetContext, job: Job): Promise<Job> {
  const { selection } = job.input.batch ?? {};
  if (selection?.kind !== "all" || Object.keys(selection.filter).length === 0 || (await mayFit(context, selection))) return job;
  return { ...job, learned: { ...job.learned, warnings: ["No machine fits the selection."] } };
}

const batchTitle = (recipe: RecipeName): string => `${RECIPE_FACTS[recipe].displayName} (batch)`;

/** The id of the account, which must be the same in every fabric, because the children are all told the same. */
async function accountIn(context: FleetContext, account: AccountRef | undefined, fabrics: readonly string[]): Promise<string | undefined> {
  if (account === undefined) return undefined;
  const found: string[] = [];
  for (const fabric of fabrics) found.push((await findAccount(context, fabric, account)).id);
  const [id = "", ...others] = new Set(found);
  if (others.length === 0) return id;
  const shown = fabrics.map((fabric, i) => `${found[i]} in ${fabric}`).join(", ");
  throw new FleetError("InvalidParameter", `The account has another id in each fabric (${shown}); expected machines whose fabrics agree on it`, {
    target: "Account",
    recommendedAction: "Call once for each fabric, or give the machines accounts of their own.",
  });
}

function refuseWithoutAccount(machines: readonly Machine[]): void {
  const without = machines.filter(({ accountId }) => accountId === undefined).map(({ friendlyName }) => friendlyName);
  if (without.length === 0) return;
  const shown = `${without.slice(0, 20).join(", ")}${without.length > 20 ? ` and ${without.length - 20} more` : ""}`;
  throw new FleetError(
    "InvalidParameter",
    `The parameter Account is missing, and ${shown} ${without.length === 1 ? "has" : "have"} no account of their own`,
    {
      target: "Account",
    },
  );
}
