import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { aliasesOf } from "../../lib/api/cmdlet/cmdlet-name.js";
import { list, quoted } from "./words.js";

/** What a gallery shows of the module beside its own words. */
export type About = Readonly<{ projectUri: string; licenseUri: string; releaseNotes: string }>;

export const DESCRIPTION = "The cmdlets that look after the Azure Site Recovery Mobility service, on a Mobility Fleet service.";
export const TAGS = ["Azure", "SiteRecovery", "MobilityService", "VMware", "Linux", "PSEdition_Desktop", "PSEdition_Core"];

type Parts = Readonly<{ version: string; about: About; cmdlets: readonly AnyCmdlet[]; handWritten: string }>;

/** The module's manifest, and what it exports: everything with a name of the family, hand-written or declared. */
export function manifest({
  version,
  about,
  cmdlets,
  handWritten,
}: Parts): Readonly<{ text: string; functions: readonly string[]; aliases: readonly string[] }> {
  const own = [...handWritten.matchAll(/^function (\w+-AzureRmRecoveryServicesAsr\w+) \{[\s\S]*?^ {4}\[Alias\(([^)]*)\)\]/gm)];
  const functions = [...cmdlets.map(({ name }) => name), ...own.map(([, name = ""]) => name)];
  const aliases = [
    ...cmdlets.flatMap(({ name }) => aliasesOf(name)),
    ...own.flatMap(([, , names = ""]) => names.split(",").map((name) => name.trim().replaceAll("'", ""))),
  ];
  const text = `@{
    RootModule = 'MobilityFleet.psm1'
    ModuleVersion = ${quoted(version)}
    GUID = 'b6c1c2f4-6f0e-4f6b-9a5e-2d7f4c0a8e31'
    Author = 'Mobility Fleet'
    Copyright = 'MIT licence'
    Description = ${quoted(DESCRIPTION)}
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    TypesToProcess = @('MobilityFleet.types.ps1xml')
    FormatsToProcess = @('MobilityFleet.format.ps1xml')
    FunctionsToExport = ${list(functions)}
    AliasesToExport = ${list(aliases)}
    CmdletsToExport = @()
    VariablesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = ${list(TAGS)}
            ProjectUri = ${quoted(about.projectUri)}
            LicenseUri = ${quoted(about.licenseUri)}
            ReleaseNotes = ${quoted(about.releaseNotes)}
        }
    }
}
`;
  return { text, functions, aliases };
}
