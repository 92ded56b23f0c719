import { z } from "zod";
import { list } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { AsrMobilityServiceHold, asrMobilityServiceHold } from "../../lib/api/objects/plans/version-hold.js";

export const getAsrMobilityServiceHold = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceHold",
  synopsis: "Gets the versions that are on hold, with their reasons.",
  extension: true,
  scope: "reader",
  parameterSets: { Default: z.object({}) },
  defaultSet: "Default",
  output: AsrMobilityServiceHold,
  answers: "list",
  examples: [{ title: "All holds", parameters: {} }],
  run: async ({ installers }) => list((await installers.listHolds()).map(asrMobilityServiceHold)),
});
