import { z } from "zod";
import { list } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageOf, pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { PlannedMachineShown, plannedMachine } from "../../lib/api/objects/plans/fleet-plan.js";
import { FleetError } from "../../lib/core/errors.js";

export const getAsrMobilityServicePlan = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServicePlan",
  synopsis: "Gets the machines of a plan that WhatIf made, in the order in which a batch would open them.",
  extension: true,
  scope: "reader",
  parameterSets: { Default: z.object({ PlanId: text("Id of the plan."), ...paging }) },
  defaultSet: "Default",
  output: PlannedMachineShown,
  answers: "list",
  examples: [{ title: "The machines of a plan", parameters: { PlanId: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } }],
  async run({ plans, vault }, parameters) {
    const plan = await plans.find(parameters.PlanId);
    if (!plan) throw new FleetError("ResourceNotFound", `There is no plan "${parameters.PlanId}"`, { target: "PlanId" });
    const { items, next } = pageOf(plan.machines, pageRequest(parameters));
    return list(
      items.map((machine) => plannedMachine(machine, vault, plan.input.restart)),
      next,
    );
  },
});
