import { z } from "zod";
import { showAlertSetting } from "../../lib/api/alerts/alert-setting.js";
import { object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { AsrAlertSetting } from "../../lib/api/objects/alert-setting.js";

export const getAsrAlertSetting = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrAlertSetting",
  synopsis: "Gets who is told of events, and how delivery goes.",
  scope: "administrator",
  parameterSets: { Default: z.object({}) },
  defaultSet: "Default",
  output: AsrAlertSetting,
  answers: "object",
  examples: [{ title: "The setting", parameters: {} }],
  run: async (context) => object(await showAlertSetting(context, await context.alerts.findSetting())),
});
