import type { AnyCmdlet, Example } from "../../lib/api/cmdlet/cmdlet.js";
import { aliasesOf } from "../../lib/api/cmdlet/cmdlet-name.js";
import { exampleLine } from "../powershell/example.js";
import { code } from "./markdown.js";

/** Each example three times: in PowerShell, with curl, and in JavaScript. */
export function exampleSection(cmdlet: AnyCmdlet): readonly string[] {
  return [
    "`$FLEET` is the address of the service and `$FLEET_KEY` a fleet key or token ([how to call](README.md#how-to-call)); what stands in `<…>` comes from another cmdlet.",
    ...cmdlet.examples.flatMap((example, index) => [
      `### ${index + 1}. ${example.title}`,
      code("powershell", exampleLine(cmdlet, example)),
      code("sh", curl(cmdlet, example)),
      code("js", javaScript(cmdlet, example)),
    ]),
  ];
}

/** The short name: it is what people type. */
const shortName = ({ name }: AnyCmdlet): string => aliasesOf(name).at(-1) ?? name;

function curl(cmdlet: AnyCmdlet, { parameters }: Example): string {
  const body = JSON.stringify(parameters).replaceAll("'", `'\\''`);
  return `curl -s "$FLEET/api/${shortName(cmdlet)}" -H "Authorization: Bearer $FLEET_KEY" -H 'Content-Type: application/json' \\\n  -d '${body}'`;
}

const javaScript = (cmdlet: AnyCmdlet, { parameters }: Example): string =>
  [
    `const answer = await fetch(\`\${process.env.FLEET}/api/${shortName(cmdlet)}\`, {`,
    '  method: "POST",',
    `  headers: { authorization: \`Bearer \${process.env.FLEET_KEY}\`, "content-type": "application/json" },`,
    `  body: JSON.stringify(${objectText(parameters)}),`,
    "});",
    "console.log(await answer.json());",
  ].join("\n");

/** As people write it: names without quotes where that is possible. */
const objectText = (value: object): string =>
  JSON.stringify(value, null, 1)
    .replaceAll(/\n\s*/g, " ")
    .replaceAll(/(?<=[{,] )"([A-Za-z]\w*)":/g, "$1:");
