import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import type { ModuleParameter } from "../powershell/module-parameter.js";

/** One block for each parameter set, as Get-Help shows it. */
export function syntaxSection(cmdlet: AnyCmdlet, parameters: readonly ModuleParameter[]): readonly string[] {
  const sets = setNames(cmdlet, parameters);
  return sets.flatMap((set) => [
    ...(sets.length > 1 ? [`### ${set}${set === cmdlet.defaultSet && set !== "Default" ? " (default)" : ""}`] : []),
    `\`\`\`powershell\n${syntax(cmdlet, parameters, set)}\n\`\`\``,
  ]);
}

/** Those of the declaration, and those that the module adds for files. */
const setNames = (cmdlet: AnyCmdlet, parameters: readonly ModuleParameter[]): readonly string[] => [
  ...new Set([...Object.keys(cmdlet.parameterSets), ...parameters.flatMap(({ sets }) => [...sets.keys()])]),
];

function syntax(cmdlet: AnyCmdlet, parameters: readonly ModuleParameter[], set: string): string {
  const inSet = parameters.filter(({ sets }) => sets.size === 0 || sets.has(set));
  const mandatory = inSet.filter(({ sets }) => sets.get(set));
  const words = [
    ...mandatory.map((parameter) => named(parameter)),
    ...inSet.filter((parameter) => !mandatory.includes(parameter)).map((parameter) => `[${named(parameter)}]`),
    ...(cmdlet.supportsShouldProcess ? ["[-WhatIf]", "[-Confirm]"] : []),
    "[<CommonParameters>]",
  ];
  return [cmdlet.name, ...words.map((word) => `    ${word}`)].join("\n");
}

const named = ({ name, type }: ModuleParameter): string => (type === "switch" ? `-${name}` : `-${name} <${shortType(type)}>`);

/** `SecureString` for `System.Security.SecureString`. */
export const shortType = (type: string): string => type.replace(/^System\.(Security\.)?/, "");
