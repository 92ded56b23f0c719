import { z } from "zod";
import { object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { type FleetPart, listUpdates, type MachineUpdate } from "../../lib/api/machines/list-updates.js";
import { filterOf, machineFilters } from "../../lib/api/machines/parameters.js";
import { summarize } from "../../lib/api/machines/summarize.js";
import { AsrMobilityServiceSummary } from "../../lib/api/objects/plans/fleet-summary.js";

export const getAsrMobilityServiceSummary = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceSummary",
  synopsis: "Counts machines by state, cause, version and fabric, without listing them.",
  remarks: "From what is on record; no machine is touched. It takes the filters of Get-AsrMobilityServiceUpdate and counts what that would list.",
  extension: true,
  scope: "reader",
  parameterSets: {
    All: z.object({ Fabric: reference("ASRFabric", "Only the machines of this fabric; those of all when not given.").optional(), ...machineFilters }),
  },
  defaultSet: "All",
  output: AsrMobilityServiceSummary,
  answers: "object",
  examples: [
    { title: "The whole fleet in numbers", parameters: {} },
    { title: "How many machines of a site wait for a restart", parameters: { State: ["Restart"], Tag: { site: "berlin" } } },
  ],
  async run(context, parameters) {
    const part: FleetPart = parameters.Fabric === undefined ? {} : { fabric: (await findFabric(context, parameters.Fabric)).value.name };
    const wanted = { filter: filterOf(parameters), onlyAvailable: false, onlyRebootPending: false };
    const found: MachineUpdate[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listUpdates(context, part, wanted, { size: 1000, ...(after !== undefined && { after }) });
      found.push(...page.items);
      after = page.next;
      if (after === undefined) return object(summarize(found, context.vault));
    }
  },
});
