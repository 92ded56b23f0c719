import { z } from "zod";
import { list } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { choice } from "../../lib/api/cmdlet/parameter.js";
import { AsrAlertDelivery, asrAlertDelivery } from "../../lib/api/objects/alert-setting.js";

export const getAsrAlertDelivery = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrAlertDelivery",
  synopsis: "Gets the alerts that no receiver has accepted yet, and those that were given up, with the last error.",
  extension: true,
  scope: "administrator",
  parameterSets: { Default: z.object({ State: choice("Which alerts; Pending when not given.", ["Pending", "Dead"]).optional(), ...paging }) },
  defaultSet: "Default",
  output: AsrAlertDelivery,
  answers: "list",
  examples: [{ title: "Alerts that were given up", parameters: { State: "Dead" } }],
  async run({ alerts }, { State, ...page }) {
    const found = await alerts.list(State === "Dead" ? "dead" : "pending", {}, pageRequest(page));
    return list(
      found.items.map(({ value }) => asrAlertDelivery(value)),
      found.next,
    );
  },
});
