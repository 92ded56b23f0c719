import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { CMDLETS } from "../functions/cmdlet-list.js";
import { formatsFile } from "./powershell/formats.js";
import { cmdletTable, functionText } from "./powershell/function-text.js";
import { type About, manifest } from "./powershell/manifest.js";
import { writePackage } from "./powershell/package.js";
import { moduleTypes, typesFile, typeTable } from "./powershell/types.js";
import { quoted } from "./powershell/words.js";

/** Hand-written parts, in the order in which they stand in the module. */
const PARTS = [
  "Head",
  "Objects",
  "Values",
  "Errors",
  "Request",
  "Reach",
  "Files",
  "Approve",
  "Select",
  "Answer",
  "Invoke",
  "Wait",
  "Progress",
  "WaitCmdlet",
  "Context",
  "SettingsFile",
  "Complete",
  "ContextCmdlets",
  "Twins",
];

/** Writes the PowerShell module into a folder: from the declarations of the cmdlets, and from powershell/. Gives how many functions it has. */
export async function writePowerShellModule({
  from,
  to,
  version,
  about,
}: Readonly<{ from: string; to: string; version: string; about: About }>): Promise<number> {
  const parts = await Promise.all(PARTS.map((name) => readFile(`${from}/${name}.ps1`, "utf8")));
  const types = moduleTypes();
  const userAgent = `$script:UserAgent = 'MobilityFleet-PowerShell/' + ${quoted(version)} + ' (PowerShell/' + $PSVersionTable.PSVersion + ')'\n`;
  const { text, functions, aliases } = manifest({ version, about, cmdlets: CMDLETS, handWritten: parts.join("\n") });
  const body = [
    ...parts,
    userAgent,
    typeTable(types),
    cmdletTable(CMDLETS),
    ...CMDLETS.map((cmdlet) => functionText(cmdlet, about.projectUri)),
    "Show-FleetTwinWarning",
    `Export-ModuleMember -Function ${functions.map(quoted).join(", ")} -Alias ${aliases.map(quoted).join(", ")}`,
    "",
  ];
  await mkdir(`${to}/en-US`, { recursive: true });
  // Windows PowerShell 5.1 takes a file without a byte order mark for the system's code page.
  const write = (name: string, content: string) => writeFile(`${to}/${name}`, `\uFEFF${content.replaceAll(/\r?\n/g, "\r\n")}`);
  await write("MobilityFleet.code.ps1", body.join("\n"));
  await write("MobilityFleet.psm1", await readFile(`${from}/Load.ps1`, "utf8"));
  await write("MobilityFleet.psd1", text);
  await write("MobilityFleet.types.ps1xml", typesFile(types));
  await write("MobilityFleet.format.ps1xml", formatsFile());
  for (const topic of await readdir(`${from}/help`)) await write(`en-US/${topic}`, await readFile(`${from}/help/${topic}`, "utf8"));
  await writePackage({ version, about, folder: to, file: `${dirname(to)}/MobilityFleet.${version}.nupkg` });
  return functions.length;
}
