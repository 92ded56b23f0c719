import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { methodsOf } from "../../lib/api/cmdlet/cmdlet.js";
import { aliasesOf } from "../../lib/api/cmdlet/cmdlet-name.js";
import { moduleParameters } from "../powershell/parameters.js";
import { errorSection } from "./errors.js";
import { exampleSection } from "./examples.js";
import { outputSection } from "./output.js";
import { parameterSection } from "./parameter-table.js";
import { syntaxSection } from "./syntax.js";

/** The page of docs/reference for one cmdlet, in Markdown. */
export function cmdletPage(cmdlet: AnyCmdlet): string {
  const parameters = moduleParameters(cmdlet);
  return [
    `# ${cmdlet.name}`,
    cmdlet.synopsis,
    ...(cmdlet.remarks ? [cmdlet.remarks] : []),
    facts(cmdlet),
    "## Syntax",
    ...syntaxSection(cmdlet, parameters),
    "## Parameters",
    ...parameterSection(cmdlet, parameters),
    "## Examples",
    ...exampleSection(cmdlet),
    "## Output",
    ...outputSection(cmdlet),
    "## Errors",
    ...errorSection(cmdlet),
    "[All cmdlets](README.md)",
    "",
  ].join("\n\n");
}

const facts = (cmdlet: AnyCmdlet): string =>
  [
    "| | |",
    "| --- | --- |",
    `| Also called | ${aliasesOf(cmdlet.name)
      .map((name) => `\`${name}\``)
      .join(", ")} |`,
    `| Scope | ${cmdlet.scope} ([who may call](../access.md)) |`,
    `| HTTP | ${methodsOf(cmdlet)
      .map((method) => `\`${method} /api/${cmdlet.name}\``)
      .join(", ")} |`,
    `| Answers | ${ANSWERS[cmdlet.answers]} |`,
    ...(cmdlet.supportsShouldProcess ? ["| `-WhatIf` | shows what would be done, and changes nothing |"] : []),
    ...(cmdlet.extension ? ["| Extension | Microsoft's modules have no such cmdlet |"] : []),
  ].join("\n");

const ANSWERS: Readonly<Record<AnyCmdlet["answers"], string>> = {
  object: "one object",
  list: "one object where one thing was named, else a page of them",
  job: "202 with the job at once; the work goes on in it",
};
