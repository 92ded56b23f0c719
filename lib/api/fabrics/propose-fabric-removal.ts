import { FleetError } from "../../core/errors.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import { jobAnswer, type Proposal, proposal } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import { askedBy, type Caller } from "../http/caller.js";
import { fill } from "../objects/output.js";
import { FabricRemovalPlan } from "../objects/plans/fabric-removal.js";

const PAGE = 1000;

/** A job that removes the fabric. Throws Conflict when anything lies below it, unless that is to be removed, too. */
export async function proposeFabricRemoval(context: FleetContext, caller: Caller, fabric: Fabric, force: boolean): Promise<Proposal> {
  const { name, friendlyName } = fabric;
  const below = await whatLiesBelow(context, name);
  if (!force && (below.Machines > 0 || below.RunAsAccounts.length > 0)) {
    throw new FleetError("Conflict", `The fabric ${friendlyName} has ${below.Machines} machines and ${below.RunAsAccounts.length} run-as accounts`, {
      target: "InputObject",
      recommendedAction:
        "Remove them first, or give -Force, which removes them, too; -Force -WhatIf lists them. No machine is contacted: agents stay installed.",
    });
  }
  return proposal({
    target: friendlyName,
    action: force ? "Remove fabric with all that lies below" : "Remove fabric",
    plan: async () => below,
    perform: async () => {
      const target = { kind: "fabric", fabric: name, name, friendlyName } as const;
      return jobAnswer(context, await context.startJob({ recipe: "remove-fabric", target, input: force ? { force } : {}, ...askedBy(caller) }));
    },
  });
}

async function whatLiesBelow({ fabrics, machines, accounts }: FleetContext, fabric: string): Promise<FabricRemovalPlan> {
  const containers = await fabrics.listContainers(fabric);
  const names: string[] = [];
  let [count, items] = [0, 0];
  for (const container of containers) {
    for (let after: string | undefined; ; ) {
      const page = await machines.list(fabric, container.name, { size: PAGE, ...(after !== undefined && { after }) });
      count += page.items.length;
      items += page.items.filter(({ protectedItem }) => protectedItem !== undefined).length;
      names.push(...page.items.slice(0, PAGE - names.length).map(({ friendlyName }) => friendlyName));
      if (page.next === undefined) break;
      after = page.next;
    }
  }
  return fill(FabricRemovalPlan, {
    Containers: containers.map(({ name }) => name),
    Machines: count,
    MachineNames: names,
    ProtectedItems: items,
    RunAsAccounts: (await accounts.list(fabric)).map(({ name }) => name),
  });
}
