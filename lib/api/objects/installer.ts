import { z } from "zod";
import type { Installer } from "../../fleet/installer.js";
import { AsrJob } from "./job.js";
import { fill, output } from "./output.js";

export const AsrMobilityServiceInstaller = output("ASRMobilityServiceInstaller", "An installer of the catalogue.", {
  FileName: z.string(),
  Version: z.string(),
  OSTag: z.string(),
  BuildDate: z.string(),
  Sha256: z.string(),
  SizeInBytes: z.number().int(),
  ImportedAt: z.iso.datetime(),
});
export type AsrMobilityServiceInstaller = z.infer<typeof AsrMobilityServiceInstaller>;

export const asrMobilityServiceInstaller = (installer: Installer): AsrMobilityServiceInstaller =>
  fill(AsrMobilityServiceInstaller, {
    FileName: installer.fileName,
    Version: installer.version,
    OSTag: installer.osTag,
    BuildDate: installer.buildDate,
    Sha256: installer.sha256,
    SizeInBytes: installer.sizeBytes,
    ImportedAt: installer.importedAt,
  });

/** Where to put the file, and the job that lists it once it is there. */
export const AsrMobilityServiceInstallerImport = output(
  "ASRMobilityServiceInstallerImport",
  "Where to upload an installer: one PUT with the header x-ms-blob-type: BlockBlob. The job checks and lists it.",
  {
    FileName: z.string(),
    Version: z.string(),
    OSTag: z.string(),
    BuildDate: z.string(),
    UploadUrl: z.string(),
    UploadExpiresOn: z.iso.datetime(),
    Job: AsrJob,
  },
);
