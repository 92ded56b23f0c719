import { z } from "zod";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { heldOsTag, heldVersion } from "../../lib/api/installers/version-hold-parameters.js";
import { AsrMobilityServiceHold, asrMobilityServiceHold } from "../../lib/api/objects/plans/version-hold.js";
import { FleetError } from "../../lib/core/errors.js";

export const removeAsrMobilityServiceHold = defineCmdlet({
  name: "Remove-AzureRmRecoveryServicesAsrMobilityServiceHold",
  synopsis: "Takes the hold of a version away.",
  remarks: "Answers with the hold as it was. Expects the version and system with which it was put on hold.",
  extension: true,
  scope: "administrator",
  parameterSets: { Default: z.object({ Version: heldVersion, OSTag: heldOsTag }) },
  defaultSet: "Default",
  output: AsrMobilityServiceHold,
  answers: "object",
  supportsShouldProcess: true,
  examples: [{ title: "Take a hold away", parameters: { Version: "9.62", OSTag: "RHEL8-64" } }],
  async run({ installers }, { Version, OSTag }) {
    const holds = await installers.listHolds();
    const hold = holds.find((one) => one.version === Version && one.osTag?.toLowerCase() === OSTag?.toLowerCase());
    if (!hold) {
      const known = holds.map(({ version, osTag }) => (osTag === undefined ? version : `${version} for ${osTag}`)).join(", ") || "none";
      throw new FleetError("ResourceNotFound", `There is no hold of ${Version}${OSTag === undefined ? "" : ` for ${OSTag}`}; there is ${known}`, {
        target: "Version",
      });
    }
    return proposal({
      target: Version,
      action: "Take the hold away",
      perform: async () => {
        await installers.removeHold(hold.version, hold.osTag);
        return object(asrMobilityServiceHold(hold));
      },
    });
  },
});
