import { z } from "zod";
import { list } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { pageOf, pageRequest, paging } from "../../lib/api/cmdlet/paging.js";
import { bySystemAndVersion, ofVersion, withinSize } from "../../lib/api/installers/kernel-lists.js";
import { heldVersion, knownOsTag } from "../../lib/api/installers/version-hold-parameters.js";
import { AsrMobilityServiceKernelList, asrMobilityServiceKernelList } from "../../lib/api/objects/kernel-list.js";

export const getAsrMobilityServiceKernelList = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceKernelList",
  synopsis: "Gets the lists of supported kernels that were imported.",
  remarks:
    "In the order of systems and versions; with a version its own list, those of its beginning and those of its builds. A page ends early where its lists are long.",
  extension: true,
  scope: "reader",
  parameterSets: {
    Default: z.object({
      OSTag: knownOsTag("Only lists of this operating system.").optional(),
      Version: heldVersion.optional(),
      ...paging,
    }),
  },
  defaultSet: "Default",
  output: AsrMobilityServiceKernelList,
  answers: "list",
  examples: [
    { title: "All lists", parameters: {} },
    { title: "Which kernels does 9.66 support on Ubuntu 24.04?", parameters: { OSTag: "UBUNTU-24.04-64", Version: "9.66" } },
  ],
  async run({ installers }, { OSTag, Version, ...page }) {
    const lists = (await installers.listKernels(OSTag))
      .filter((one) => Version === undefined || ofVersion(one, Version))
      .toSorted(bySystemAndVersion);
    const { items, next } = pageOf(lists, pageRequest(page), withinSize);
    return list(items.map(asrMobilityServiceKernelList), next);
  },
});
