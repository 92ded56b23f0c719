import { z } from "zod";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { parameter } from "../../lib/api/cmdlet/parameter.js";
import { checkedKernelList } from "../../lib/api/installers/import-kernel-list.js";
import { heldVersion, knownOsTag } from "../../lib/api/installers/version-hold-parameters.js";
import { AsrMobilityServiceKernelList, asrMobilityServiceKernelList } from "../../lib/api/objects/kernel-list.js";

const MOST_CHARACTERS = 1_000_000;

export const importAsrMobilityServiceKernelList = defineCmdlet({
  name: "Import-AzureRmRecoveryServicesAsrMobilityServiceKernelList",
  synopsis: "Puts on record which Linux kernels a version of the Mobility service supports, from a list as Microsoft publishes it.",
  remarks:
    "The running kernel of a machine is compared with it before an installer is started; without a list it is said to be unknown. docs/kernels.md has the format. A second list of the same version and system takes the place of the first.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      OSTag: knownOsTag("The operating system of the list."),
      Version: heldVersion,
      AsOf: parameter(z.iso.date(), { description: "Date of Microsoft's list.", expected: "a date such as 2026-02-11" }),
      Kernels: parameter(z.string().min(1).max(MOST_CHARACTERS), {
        description: "The text of the file: one kernel a line, by the name of its release.",
        expected: "the text of a list of at most 1 million characters",
        path: "Path",
      }),
    }),
  },
  defaultSet: "Default",
  output: AsrMobilityServiceKernelList,
  answers: "object",
  supportsShouldProcess: true,
  examples: [
    {
      title: "Import a list",
      parameters: { OSTag: "UBUNTU-24.04-64", Version: "9.66.7709.1", AsOf: "2026-02-11", Kernels: "6.8.0-31-generic\n6.8.0-35-generic\n" },
    },
  ],
  async run({ installers, clock }, { OSTag, Version, AsOf, Kernels }) {
    const list = checkedKernelList({ osTag: OSTag, version: Version, asOf: AsOf, text: Kernels, now: clock.now() });
    return proposal({
      target: `${Version} for ${OSTag}`,
      action: `Import a list of ${list.kernels.length} kernels`,
      perform: async () => {
        await installers.putKernels(list);
        return object(asrMobilityServiceKernelList(list));
      },
    });
  },
});
