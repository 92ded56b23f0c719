import { z } from "zod";
import { showAlertSetting } from "../../lib/api/alerts/alert-setting.js";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { AsrAlertSetting } from "../../lib/api/objects/alert-setting.js";

export const resumeAsrAlertDelivery = defineCmdlet({
  name: "Resume-AzureRmRecoveryServicesAsrAlertDelivery",
  synopsis: "Sends alerts again that were given up, up to 200 of them.",
  extension: true,
  scope: "administrator",
  parameterSets: { Default: z.object({}) },
  defaultSet: "Default",
  output: AsrAlertSetting,
  answers: "object",
  supportsShouldProcess: true,
  examples: [{ title: "Send them again", parameters: {} }],
  run: async (context) =>
    proposal({
      target: "defaultAlertSetting",
      action: "Send alerts again",
      perform: async () => {
        await context.reviveAlerts();
        return object(await showAlertSetting(context, await context.alerts.findSetting()));
      },
    }),
});
