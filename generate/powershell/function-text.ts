import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { aliasesOf } from "../../lib/api/cmdlet/cmdlet-name.js";
import { endsSomething, movesMany, transferOf } from "./client-parameters.js";
import { completionOf } from "./completion.js";
import { helpText, onlinePage } from "./help.js";
import { isLong, isSorted, soughtNames } from "./lists.js";
import { defaultSetOf, refusedSets } from "./microsoft-sets.js";
import type { ModuleParameter } from "./module-parameter.js";
import { moduleParameters, setNames } from "./parameters.js";
import { fullTypeName, typeOf } from "./types.js";
import { list, map, quoted, spoken, truth } from "./words.js";

/** The function of a cmdlet: it declares, and hands over to what all functions share. */
export function functionText(cmdlet: AnyCmdlet, projectUri: string): string {
  const parameters = moduleParameters(cmdlet);
  return `
function ${cmdlet.name} {
${indented(helpText(cmdlet, parameters), 4)}
    [CmdletBinding(DefaultParameterSetName = ${quoted(defaultSetOf(cmdlet, parameters))}, SupportsShouldProcess = ${truth(cmdlet.supportsShouldProcess ?? false)}${endsSomething(cmdlet) ? ", ConfirmImpact = 'High'" : ""}${isLong(cmdlet) ? ", SupportsPaging = $true" : ""}, PositionalBinding = $false, HelpUri = ${quoted(onlinePage(cmdlet, projectUri))})]
    [OutputType(${quoted(fullTypeName(typeOf(cmdlet.output)))})]
    [Alias(${aliasesOf(cmdlet.name).map(quoted).join(", ")})]
    param(
${parameters.map((parameter) => indented(parameterText(parameter, cmdlet, setNames(cmdlet, parameters)), 8)).join(",\n\n")}
    )
    begin { $call = Start-FleetCall $PSCmdlet ${quoted(cmdlet.name)} }
    process { Invoke-FleetRecord $PSCmdlet $call $PSBoundParameters }
    end { Complete-FleetCall $PSCmdlet $call }
}
`;
}

function parameterText(parameter: ModuleParameter, cmdlet: AnyCmdlet, all: readonly string[]): string {
  const { name, type, objectType, values, range, aliases } = parameter;
  const accepts = parameter.kind === "Job" ? "Name,ID" : parameter.kind === "Account" ? "AccountId,AccountName" : "ID";
  return [
    ...setAttributes(parameter, all),
    ...(aliases.length > 0 ? [`[Alias(${aliases.map(quoted).join(", ")})]`] : []),
    ...(values ? [`[ValidateSet(${values.map(quoted).join(", ")})]`] : []),
    ...(range ? [`[ValidateRange(${range.join(", ")})]`] : []),
    ...(objectType
      ? [`[AsrObject(${quoted(fullTypeName(objectType))}, ${quoted(accepts)})]`, `[PSTypeName(${quoted(fullTypeName(objectType))})]`]
      : []),
    ...completer(parameter, cmdlet),
    `[${type}]`,
    `\${${name}}`,
  ].join("\n");
}

/** The attribute, and not a registration: it holds for every alias, and with a prefix. */
function completer(parameter: ModuleParameter, cmdlet: AnyCmdlet): readonly string[] {
  const kind = completionOf(parameter, cmdlet);
  if (kind === undefined) return [];
  return [`[ArgumentCompleter({ @(Get-Module MobilityFleet)[0].Invoke({ Complete-FleetArgument @args }, @(${quoted(kind)}, $args[2], $args[4])) })]`];
}

function setAttributes({ sets, position, byValue, byPropertyName }: ModuleParameter, all: readonly string[]): readonly string[] {
  const place = position === undefined ? [] : [`Position = ${position}`];
  const pipeline = [
    ...place,
    ...(byValue ? ["ValueFromPipeline = $true"] : []),
    ...(byPropertyName ? ["ValueFromPipelineByPropertyName = $true"] : []),
  ];
  const isEverywhere = sets.size === 0 || (all.length === 1 && sets.size === 1);
  const entries = isEverywhere ? [[undefined, [...sets.values()][0] ?? false] as const] : [...sets];
  return entries.map(([set, mandatory]) => {
    const words = [...(set === undefined ? [] : [`ParameterSetName = ${quoted(set)}`]), ...(mandatory ? ["Mandatory = $true"] : []), ...pipeline];
    return `[Parameter(${words.join(", ")})]`;
  });
}

/** What the shared part must know of each cmdlet. */
export const cmdletTable = (cmdlets: readonly AnyCmdlet[]): string =>
  `$script:FleetCmdlets = ${map(
    cmdlets.map((cmdlet) => [cmdlet.name, facts(cmdlet)]),
    "\n",
  )}\n`;

function facts(cmdlet: AnyCmdlet): string {
  const parameters = moduleParameters(cmdlet);
  const sent = parameters.filter(({ kind }) => kind !== "Client");
  const many = parameters.flatMap(({ name, many: one }) => (one ? [[name, truth(one === "always")] as const] : []));
  const paths = parameters.flatMap(({ name, readsInto }) => (readsInto === undefined ? [] : [[name, quoted(readsInto)] as const]));
  const secrets = sent.flatMap(({ name, secret }) => (secret ? [name] : []));
  const targets = sent
    .filter(({ kind, objectType }) => kind === "Object" || kind === "Job" || (objectType === undefined && kind === "Plain"))
    .map(({ name }) => name);
  const named = ["FriendlyName", "AccountName", "Name"].filter((name) => targets.includes(name));
  const things = sent.filter(({ kind }) => kind === "Object" || kind === "Job").map(({ name }) => name);
  return map([
    ["Answers", quoted(cmdlet.answers)],
    ["Output", list([typeOf(cmdlet.output)])],
    ["ShouldProcess", truth(cmdlet.supportsShouldProcess ?? false)],
    ["Ends", truth(endsSomething(cmdlet))],
    ["MovesMany", truth(movesMany(cmdlet))],
    ["Action", quoted(spoken(cmdlet.name))],
    ["Transfer", quoted(transferOf(cmdlet))],
    ["Parameters", map(sent.map(({ name, kind }) => [name, quoted(kind)]))],
    ["Targets", list(cmdlet.name.startsWith("New-") ? [...named, ...things] : [...things, ...named])],
    ["Secrets", list(secrets)],
    ["Paths", map(paths)],
    ["Wildcards", list(soughtNames(cmdlet))],
    ["Sorted", truth(isSorted(cmdlet))],
    ["Refused", map(refusedSets(parameters).map(([set, why]) => [set, quoted(why)]))],
    [
      "Many",
      `@{ Parameters = ${map(many)}; When = ${list(["MaxConcurrency", "MaxFailures", "Order", "NotBefore", "NotAfter"].filter((name) => sent.some((one) => one.name === name)))} }`,
    ],
  ]);
}

const indented = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, " ".repeat(by));
