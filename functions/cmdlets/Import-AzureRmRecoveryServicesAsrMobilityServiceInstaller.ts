import { z } from "zod";
import { proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { sha256 } from "../../lib/api/cmdlet/parameter-formats.js";
import { checkedInstallerName, importInstaller } from "../../lib/api/installers/import-installer.js";
import { AsrMobilityServiceInstallerImport } from "../../lib/api/objects/installer.js";

export const importAsrMobilityServiceInstaller = defineCmdlet({
  name: "Import-AzureRmRecoveryServicesAsrMobilityServiceInstaller",
  synopsis: "Adds an installer to the catalogue: answers where to upload it, and starts the job that checks and lists it.",
  remarks:
    "Upload with one PUT to UploadUrl and the header x-ms-blob-type: BlockBlob, for example with curl -T. The link is good for this one file until UploadExpiresOn. A file that the catalogue has under this name and SHA-256 is answered as known, without a job.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      FileName: text("Name of the file as it was downloaded; it tells the version and the operating system."),
      Sha256: sha256("SHA-256 of the file; an upload with another one is refused.").optional(),
    }),
  },
  defaultSet: "Default",
  output: AsrMobilityServiceInstallerImport,
  answers: "job",
  supportsShouldProcess: true,
  examples: [{ title: "Import an installer", parameters: { FileName: "Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_20Jun2024_release.tar.gz" } }],
  async run(context, { FileName, Sha256 }, caller) {
    const installer = await checkedInstallerName(context, { fileName: FileName, sha256: Sha256 });
    return proposal({
      target: FileName,
      action: installer.isKnown ? "Nothing: the catalogue has this file" : "Import Mobility Service installer",
      perform: () => importInstaller(context, caller, { fileName: FileName, sha256: Sha256, ...installer }),
    });
  },
});
