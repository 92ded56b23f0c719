import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import "../../functions/cmdlet-list.js"; // registers every output object
import { VIEWS } from "../../generate/powershell/formats.js";
import { fullTypeName, moduleTypes } from "../../generate/powershell/types.js";
import recorded from "../../lib/api/openapi/recorded-answers.json" with { type: "json" };
import { MODULE } from "./engine.js";
import { fullShell, QUIET } from "./full-shell.js";

const shell = fullShell();
const lacking = shell ? "" : " (needs PowerShell 7 or the .NET 10 SDK)";

const LINES: Readonly<Record<string, RegExp>> = {
  ASRReplicationProtectedItem: /^vm1 +9\.61\.7016\.1 +OK +None +UBUNTU-22\.04-64 +10\.0\.0\.4$/,
  ASRProtectableItem: /^vm1 +9\.61\.7016\.1 +OK +None +UBUNTU-22\.04-64 +10\.0\.0\.4$/,
  ASRJob: /^UpdateMobilityService +vm1 +Succeeded .*00:01:33 .*[0-9a-f-]{36}$/,
  ASRFabric: /^CS1 +Config server +VMware +Classic +9\.62\.7096\.1$/,
  ASRRunAsAccount: /^2 +Backup +asr +CS1 +False +False$/,
  ASRMobilityServiceInstaller: /^UBUNTU-22\.04-64 +9\.62\.7096\.1 .* 240 +Microsoft-ASR_UA/,
  ASRMobilityServiceInstallerImport: /^AwaitsUpload +RHEL8-64 +9\.62\.7096\.1 +[0-9a-f-]{36} +Microsoft-ASR_UA/,
  ASREvent: /Warning +\w+ +vm1 +vm1 does not answer/,
  ASRAuditRecord: /administrator-key|night-shift/,
  ASRMobilityServiceUpdate: /^vm1 +9\.61\.7016\.1 +9\.62\.7096\.1 +None +UBUNTU-22\.04-64/,
};

const SCRIPT = `
$PSStyle.OutputRendering = 'PlainText'
Import-Module '${MODULE}'
$answers = ConvertFrom-Json ([Console]::In.ReadToEnd())
foreach ($name in $answers.PSObject.Properties.Name) {
    $one = $answers.$name.Value
    $one.PSObject.TypeNames.Insert(0, $answers.$name.Type)
    foreach ($date in 'StartTime', 'EndTime', 'TimeOfOccurence') { if ($one.PSObject.Properties[$date] -and $one.$date) { $one.$date = [datetime]$one.$date } }
    $lines = @(($one | Out-String -Width 200).Trim() -split '\\r?\\n')
    "$name$([char]9)$($lines.Count)$([char]9)$($lines[-1].TrimEnd())$([char]9)$(@(($one | Format-List | Out-String -Width 200) -split '\\r?\\n' -match '^FleetDetails').Count)"
}`;

it.skipIf(!shell)(`shows one line for each object, and all of it with Format-List${lacking}`, { timeout: 120_000 }, () => {
  const answers: Readonly<Record<string, unknown>> = recorded;
  const input = JSON.stringify(Object.fromEntries(Object.keys(LINES).map((id) => [id, { Type: fullTypeName(id), Value: answers[id] }])));
  const { stdout, stderr } = spawnSync(shell ?? "", ["-NoProfile", "-NonInteractive", "-Command", SCRIPT], {
    env: { ...process.env, ...QUIET },
    input,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  const shown = stdout
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split("\t"));
  expect(shown.map(([name]) => name)).toEqual(Object.keys(LINES));
  for (const [name = "", count, line] of shown)
    expect({ name, count, line }).toEqual({ name, count: "3", line: expect.stringMatching(LINES[name] ?? /^$/) });
  expect(shown.filter(([name]) => name === "ASRJob").map(([, , , details]) => details)).toEqual(["1"]);
});

/** How many lines an object of each type is shown in, and how many headings of a list. */
const EVERY = `
$PSStyle.OutputRendering = 'PlainText'
Import-Module '${MODULE}'
foreach ($type in (ConvertFrom-Json ([Console]::In.ReadToEnd()))) {
    $made = [ordered]@{}
    foreach ($name in $type.Properties) { $made[$name] = 'x' }
    $one = [pscustomobject]$made
    $one.PSObject.TypeNames.Insert(0, $type.Name)
    $lines = @(($one | Out-String -Width 300).Trim() -split '\\r?\\n')
    "$($type.Id) $(if ($lines[0] -match ' : ') { 'list' } else { 'table' }) $($lines.Count)"
}`;

it.skipIf(!shell)(
  `has a view for every type: a line for what comes in lists, and all properties below each other for the rest${lacking}`,
  { timeout: 120_000 },
  () => {
    const types = moduleTypes();
    const { stdout, stderr } = spawnSync(shell ?? "", ["-NoProfile", "-NonInteractive", "-Command", EVERY], {
      env: { ...process.env, ...QUIET },
      input: JSON.stringify(types.map(({ id, fullName, properties }) => ({ Id: id, Name: fullName, Properties: properties }))),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    const isListed = (id: string) => VIEWS.some((view) => view.types.includes(id));
    expect(stdout.trim().split(/\r?\n/)).toEqual(
      types.map(({ id, properties }) => (isListed(id) ? `${id} table ${id === "ASRErrorDetails" ? 2 : 3}` : `${id} list ${properties.length}`)),
    );
    const known = new Set(types.map(({ id }) => id));
    expect(VIEWS.flatMap((view) => view.types).filter((id) => !known.has(id))).toEqual([]);
  },
);
