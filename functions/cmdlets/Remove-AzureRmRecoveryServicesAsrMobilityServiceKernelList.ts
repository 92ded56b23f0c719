import { z } from "zod";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { oneKernelList } from "../../lib/api/installers/kernel-lists.js";
import { heldVersion, knownOsTag } from "../../lib/api/installers/version-hold-parameters.js";
import { AsrMobilityServiceKernelList, asrMobilityServiceKernelList } from "../../lib/api/objects/kernel-list.js";

export const removeAsrMobilityServiceKernelList = defineCmdlet({
  name: "Remove-AzureRmRecoveryServicesAsrMobilityServiceKernelList",
  synopsis: "Removes a list of supported kernels that was imported.",
  remarks:
    "Answers with the list as it was. Expects the version and system with which it was imported. From then on it is not known which kernels of this system the version supports, unless another list says it.",
  extension: true,
  scope: "administrator",
  parameterSets: { Default: z.object({ OSTag: knownOsTag("The operating system of the list."), Version: heldVersion }) },
  defaultSet: "Default",
  output: AsrMobilityServiceKernelList,
  answers: "object",
  supportsShouldProcess: true,
  examples: [{ title: "Remove a list", parameters: { OSTag: "UBUNTU-24.04-64", Version: "9.66.7709.1" } }],
  async run({ installers }, { OSTag, Version }) {
    const found = oneKernelList(await installers.listKernels(OSTag), { osTag: OSTag, version: Version });
    return proposal({
      target: `${Version} for ${OSTag}`,
      action: `Remove the list of ${found.kernels.length} kernels of ${found.asOf}`,
      perform: async () => {
        await installers.removeKernels(found);
        return object(asrMobilityServiceKernelList(found));
      },
    });
  },
});
