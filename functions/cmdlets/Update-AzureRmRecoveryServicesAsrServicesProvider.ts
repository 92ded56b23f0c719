import { z } from "zod";
import { jobAnswer, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { secretText } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findProvider, refreshProvider, refuseRefresh } from "../../lib/api/fabrics/services-provider.js";
import { askedBy } from "../../lib/api/http/caller.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const updateAsrServicesProvider = defineCmdlet({
  name: "Update-AzureRmRecoveryServicesAsrServicesProvider",
  synopsis: "Reads again what is known of the servers of a fabric.",
  remarks:
    "A fabric that was read from a vault is read there again: versions, heartbeats, certificate; nothing is written to the vault. Of a fabric that is kept by hand nobody tells versions or heartbeats: the job looks whether its server answers, and until when its certificate is valid.",
  scope: "operator",
  parameterSets: {
    Default: z.object({
      InputObject: reference("ASRRecoveryServicesProvider", "The provider to refresh.", { aliases: ["ServicesProvider"] }),
      AccessToken: secretText("Token for Azure Resource Manager; the app's managed identity when not given.", { extension: true }).optional(),
    }),
  },
  defaultSet: "Default",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [{ title: "Read the servers of a fabric again", parameters: { InputObject: "<provider ID>" } }],
  async run(context, { InputObject, AccessToken }, caller) {
    const { fabric, provider } = await findProvider(context, InputObject);
    refuseRefresh(fabric, AccessToken);
    const asked = { ...askedBy(caller), ...(AccessToken && { token: AccessToken }) };
    return proposal({
      target: provider.friendlyName,
      action: "Refresh services provider",
      perform: async () => jobAnswer(context, await refreshProvider(context, fabric, asked)),
    });
  },
});
