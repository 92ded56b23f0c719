import { z } from "zod";
import { retired, supplyOf } from "../../agents/installers/installer-supply.js";
import { filePattern, findOsRow, OS_CATALOGUE } from "../../agents/systems/os-catalogue.js";
import type { Installer } from "../../fleet/installers/installer.js";
import { AsrJob } from "./job.js";
import { fill, maybeText, maybeTime, output } from "./output.js";

export const AsrMobilityServiceInstaller = output(
  "ASRMobilityServiceInstaller",
  "An installer of the catalogue, or one that it lacks: then FileName is the pattern of its name, and there is no version.",
  {
    FileName: z.string(),
    Version: maybeText,
    OSTag: z.string(),
    OperatingSystem: z.string().meta({ description: "The systems that it is for, 64-bit only" }),
    BuildDate: maybeText,
    Sha256: maybeText,
    SizeInBytes: z.number().int().nullable(),
    ImportedAt: maybeTime,
    Remark: maybeText.meta({ description: "Why it is missing, or must be downloaded by hand" }),
    RecommendedAction: maybeText.meta({ description: "How to come by a missing one" }),
  },
);
export type AsrMobilityServiceInstaller = z.infer<typeof AsrMobilityServiceInstaller>;

export const asrMobilityServiceInstaller = (installer: Installer): AsrMobilityServiceInstaller =>
  fill(AsrMobilityServiceInstaller, {
    FileName: installer.fileName,
    Version: installer.version,
    OSTag: installer.osTag,
    OperatingSystem: findOsRow(installer.osTag)?.covers ?? installer.osTag,
    BuildDate: installer.buildDate,
    Sha256: installer.sha256,
    SizeInBytes: installer.sizeBytes,
    ImportedAt: installer.importedAt,
    Remark: retired(installer.osTag),
  });

/** The systems of which nothing was imported. */
export const missingInstallers = (imported: readonly Installer[]): readonly AsrMobilityServiceInstaller[] =>
  OS_CATALOGUE.filter(({ tag }) => !imported.some(({ osTag }) => osTag === tag)).map((row) => {
    const { reason, cure } = supplyOf(row.tag);
    return fill(AsrMobilityServiceInstaller, {
      FileName: filePattern(row),
      OSTag: row.tag,
      OperatingSystem: row.covers,
      Remark: reason ?? "It was not imported.",
      RecommendedAction: cure,
    });
  });

/** Where to put the file, and the job that lists it once it is there. */
export const AsrMobilityServiceInstallerImport = output(
  "ASRMobilityServiceInstallerImport",
  "Where to upload an installer: one PUT with the header x-ms-blob-type: BlockBlob. The job checks and lists it. Of a file that is known already there is nothing to upload.",
  {
    FileName: z.string(),
    Version: z.string(),
    OSTag: z.string(),
    BuildDate: z.string(),
    State: z.enum(["Known", "AwaitsUpload"]).meta({ description: "Known: the catalogue has this very file" }),
    UploadUrl: maybeText,
    UploadExpiresOn: maybeTime,
    Job: z.union([AsrJob, z.null()]),
  },
);
