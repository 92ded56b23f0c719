import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { defaultSetOf } from "../powershell/microsoft-sets.js";
import type { ModuleParameter } from "../powershell/module-parameter.js";
import { setNames } from "../powershell/parameters.js";

/** One block for each parameter set, as Get-Help shows it. */
export function syntaxSection(cmdlet: AnyCmdlet, parameters: readonly ModuleParameter[]): readonly string[] {
  const sets = setNames(cmdlet, parameters);
  const standard = defaultSetOf(cmdlet, parameters);
  return sets.flatMap((set) => [
    ...(sets.length > 1 ? [`### ${set}${set === standard && set !== "Default" ? " (default)" : ""}`] : []),
    `\`\`\`powershell\n${syntax(cmdlet, parameters, set)}\n\`\`\``,
  ]);
}

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
export const shortType = (type: string): string => type.replace(/^System\.((Security|Collections|Management\.Automation)\.)?/, "");
