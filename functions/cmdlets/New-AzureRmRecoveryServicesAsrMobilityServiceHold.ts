import { z } from "zod";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { heldOsTag, heldVersion } from "../../lib/api/installers/version-hold-parameters.js";
import { AsrMobilityServiceHold, asrMobilityServiceHold } from "../../lib/api/objects/plans/version-hold.js";

export const newAsrMobilityServiceHold = defineCmdlet({
  name: "New-AzureRmRecoveryServicesAsrMobilityServiceHold",
  synopsis: "Puts a version of the Mobility service on hold: no update or installation chooses it, and none passes through it.",
  remarks:
    "A call that asks for the version is blocked by VersionOnHold with the reason. What is installed already stays. A second hold of the same version and system takes the place of the first.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      Version: heldVersion,
      OSTag: heldOsTag,
      Reason: text("Why; everybody who is held up by it reads this."),
    }),
  },
  defaultSet: "Default",
  output: AsrMobilityServiceHold,
  answers: "object",
  supportsShouldProcess: true,
  examples: [
    {
      title: "Hold a version for one system",
      parameters: { Version: "9.62", OSTag: "RHEL8-64", Reason: "kernel panic after the update, case 4711" },
    },
  ],
  async run({ installers, clock }, { Version, OSTag, Reason }, caller) {
    const hold = {
      version: Version,
      ...(OSTag !== undefined && { osTag: OSTag }),
      reason: Reason,
      heldBy: caller.label,
      since: clock.now().toISOString(),
    };
    return proposal({
      target: OSTag === undefined ? Version : `${Version} for ${OSTag}`,
      action: "Put on hold",
      perform: async () => {
        await installers.putHold(hold);
        return object(asrMobilityServiceHold(hold));
      },
    });
  },
});
