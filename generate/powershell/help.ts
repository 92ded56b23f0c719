import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { aliasesOf } from "../../lib/api/cmdlet/cmdlet-name.js";
import { recordedOf } from "../microsoft/recorded.js";
import { exampleLine } from "./example.js";
import { isLong } from "./lists.js";
import type { ModuleParameter } from "./module-parameter.js";
import { fullTypeName, typeOf } from "./types.js";

/** Comment-based help, as Get-Help reads it. */
export function helpText(cmdlet: AnyCmdlet, parameters: readonly ModuleParameter[]): string {
  const inputs = [...new Set(parameters.flatMap(({ byValue, objectType }) => (byValue && objectType ? [fullTypeName(objectType)] : [])))];
  return [
    "<#",
    ...section("SYNOPSIS", [cmdlet.synopsis]),
    ...section("DESCRIPTION", [
      cmdlet.remarks ?? cmdlet.synopsis,
      ...(cmdlet.extension ? ["An extension: Microsoft's modules have no such cmdlet."] : []),
    ]),
    ...parameters.flatMap(({ name, help }) => section(`PARAMETER ${name}`, [help])),
    ...commonOf(cmdlet).flatMap(([name, help]) => section(`PARAMETER ${name}`, [help])),
    ...examplesOf(cmdlet).flatMap(({ title, line }) => section("EXAMPLE", [`PS> ${line}`, "", title])),
    ...inputs.flatMap((input) => section("INPUTS", [input])),
    ...section("OUTPUTS", [fullTypeName(typeOf(cmdlet.output))]),
    ...section("NOTES", [`Aliases: ${aliasesOf(cmdlet.name).join(", ")}. Needs a key with the scope ${cmdlet.scope}.`]),
    ...["Set-AzureRmRecoveryServicesAsrVaultContext", "about_MobilityFleet", ...(isBatch(cmdlet) ? ["about_MobilityFleet_Batches"] : [])].flatMap(
      (link) => section("LINK", [link]),
    ),
    "#>",
  ].join("\n");
}

/** Where Get-Help -Online leads: to Microsoft's page of the cmdlet, and for one of ours to what the Mobility service is. */
export const onlinePage = (cmdlet: AnyCmdlet, projectUri: string): string =>
  recordedOf(cmdlet) ? `${MICROSOFTS_PAGES}${(aliasesOf(cmdlet.name)[0] ?? cmdlet.name).toLowerCase()}` : projectUri;

const MICROSOFTS_PAGES = "https://learn.microsoft.com/powershell/module/az.recoveryservices/";

const isBatch = ({ parameterSets }: AnyCmdlet): boolean => Object.values(parameterSets).some(({ shape }) => "MaxConcurrency" in shape);

/** Those that PowerShell itself gives a function. */
function commonOf(cmdlet: AnyCmdlet): readonly (readonly [string, string])[] {
  return [
    ...(isLong(cmdlet)
      ? ([
          ["First", "Puts out so many objects; of machines, the first by name."],
          ["Skip", "Passes over so many objects before the first that is put out."],
          ["IncludeTotalCount", "Puts out first that the total is not known: the service does not count."],
        ] as const)
      : []),
    ...(cmdlet.supportsShouldProcess
      ? ([
          ["WhatIf", "Shows what would be done, and changes nothing. A plan of the service is put out as an object."],
          ["Confirm", "Shows what would be done and asks before it; -Confirm:$false asks nothing."],
        ] as const)
      : []),
  ];
}

type Shown = Readonly<{ title: string; line: string }>;

function examplesOf(cmdlet: AnyCmdlet): readonly Shown[] {
  const shown = cmdlet.examples.map((example) => ({ title: `${example.title}.`, line: exampleLine(cmdlet, example) }));
  const [first] = cmdlet.examples;
  if (cmdlet.answers !== "job") return shown;
  return [...shown, { title: "The same, until the job has ended.", line: `${exampleLine(cmdlet, first)} -WaitForCompletion` }];
}

const section = (keyword: string, lines: readonly string[]): readonly string[] => [`.${keyword}`, ...lines.map(harmless)];

/** A line that begins with a dot would be a keyword, `#>` would end the comment. */
const harmless = (line: string): string =>
  line
    .replaceAll("#>", "# >")
    .replace(/^\s*\./, " ·")
    .trimEnd();
