import { z } from "zod";
import { AsrMobilityServiceInstaller } from "./installer.js";
import { maybeText, output } from "./output.js";

export const AsrMobilityServiceDeploymentPackage = output(
  "ASRMobilityServiceDeploymentPackage",
  "Where to download a deployment package: one GET, until the link expires. InstallerLinksExpireOn is null when the installers are in it.",
  {
    /** Name of the job that made it. */
    Name: z.string(),
    Fabric: z.string(),
    Installers: z.array(z.string()),
    InstallerLinksExpireOn: z.iso.datetime().nullable(),
    FileName: z.string(),
    SizeInBytes: z.number().int(),
    Sha256: z.string(),
    DownloadUrl: z.string(),
    DownloadExpiresOn: z.iso.datetime(),
  },
);

const ManualStep = output("ASRMobilityServiceManualStep", "One thing to do on the machine: commands in their order, and what to know about them.", {
  Title: z.string(),
  Commands: z.array(z.string()),
  Note: maybeText,
});

const ManualInstaller = output("ASRMobilityServiceManualInstaller", "An installer to run, with a link to it.", {
  ...AsrMobilityServiceInstaller.shape,
  DownloadUrl: z.string(),
  DownloadExpiresOn: z.iso.datetime(),
});

const Secret = output(
  "ASRRegistrationSecretWays",
  "How what the machine registers with gets there; no way for one that is registered. The secret itself is in no answer.",
  {
    Name: z.string(),
    FileName: z.string(),
    Ways: z.array(z.string()),
  },
);

const AntivirusExclusion = output("ASRAntivirusExclusion", "A folder that a virus scanner must leave alone.", {
  Path: z.string(),
  Why: z.string(),
  IsOnVendorList: z.boolean(),
});

const ServerExclusions = output("ASRServerAntivirusExclusions", "The folders of the vendor's list for a server of the fabric, by its role.", {
  Role: z.enum(["ConfigurationServer", "ProcessServer", "MasterTarget", "ReplicationAppliance"]),
  Paths: z.array(z.string()),
  InstallFolder: maybeText.meta({ description: "The server's own folder, wherever it was installed; an example" }),
});

export const AsrMobilityServiceManualUninstall = output(
  "ASRMobilityServiceManualUninstall",
  "What to do by hand to remove the Mobility service from one machine. Text is all of it as one document.",
  {
    FriendlyName: z.string(),
    ProtectableItemId: z.string(),
    OSTag: maybeText,
    InstalledVersion: maybeText,
    Steps: z.array(ManualStep),
    Afterwards: z.array(z.string()),
    Text: z.string(),
  },
);
export type AsrMobilityServiceManualUninstall = z.infer<typeof AsrMobilityServiceManualUninstall>;

export const AsrMobilityServiceManualInstall = output(
  "ASRMobilityServiceManualInstall",
  "What to do by hand on one machine. Text is all of it as one document. InstalledVersion is null when nothing is installed or nobody has looked.",
  {
    FriendlyName: z.string(),
    ProtectableItemId: z.string(),
    Fabric: z.string(),
    Generation: z.enum(["Classic", "Modernized"]),
    OSTag: z.string(),
    InstalledVersion: maybeText,
    TargetVersion: maybeText,
    Installers: z.array(ManualInstaller),
    RegistrationSecret: Secret,
    Steps: z.array(ManualStep),
    Requirements: z.array(z.string()).meta({ description: "What the versions to install ask of this machine, and how they behave there" }),
    AntivirusExclusions: z.array(AntivirusExclusion),
    AntivirusNote: maybeText.meta({ description: "That the vendor publishes no list, where it does not" }),
    ServerAntivirusExclusions: z.array(ServerExclusions),
    AzureVmAgent: z.array(z.string()),
    Afterwards: z.array(z.string()),
    Text: z.string(),
  },
);
export type AsrMobilityServiceManualInstall = z.infer<typeof AsrMobilityServiceManualInstall>;
