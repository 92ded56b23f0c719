import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { aliasesOf } from "../../lib/api/cmdlet/cmdlet-name.js";
import { exampleLine } from "./example.js";
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
    ...examplesOf(cmdlet).flatMap(({ title, line }) => section("EXAMPLE", [`PS> ${line}`, "", title])),
    ...inputs.flatMap((input) => section("INPUTS", [input])),
    ...section("OUTPUTS", [fullTypeName(typeOf(cmdlet.output))]),
    ...section("NOTES", [`Aliases: ${aliasesOf(cmdlet.name).join(", ")}. Needs a key with the scope ${cmdlet.scope}.`]),
    ...section("LINK", ["Set-AzureRmRecoveryServicesAsrVaultContext"]),
    "#>",
  ].join("\n");
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
