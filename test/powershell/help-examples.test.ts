import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BEFORE, type FleetWorld, type Item, labFile, newFabric, startFleet, TARGET, UBUNTU } from "../e2e/fleet.js";
import { lacksLab } from "../local/lab/here.js";
import { newPrivateKey } from "../private-key.js";
import { type Engine, MODULE, noEngine, openEngine } from "./engine.js";

const why = noEngine ? ` (${noEngine})` : lacksLab;

/** Which example comes when: each finds what those before it have made. A name that is not here comes in the middle. */
const ORDER = [
  ...["Set-ASRVaultContext", "Import-ASRVaultSettingsFile", "Set-ASRFabric", "New-ASRRunAsAccount", "Set-", "New-ASRProtectableItem"],
  ...["Import-ASRMobilityServiceInstaller", "Import-", "Test-", "Get-ASRMobilityServicePlan", "Get-ASRReplicationProtectedItem", ""],
  ...["New-ASRMobilityServiceDeploymentPackage", "Get-ASRMobilityServiceDeploymentPackage", "Export-ASRSupportBundle", "Get-ASRSupportBundle"],
  ...["Install-", "New-ASRReplicationProtectedItem", "Register-", "Update-", "Restart-", "Resume-", "Stop-", "Uninstall-", "Remove-"],
];

/** The service may refuse what does not fit the state of this lab, such as a job to resume that is not suspended. What may not be is a call that is not understood. */
const NOT_UNDERSTOOD =
  /^(Unexpected|Internal|Parameter|NamedParameter|Positional|Missing|CannotConvert|Ambiguous|CommandNotFound|FileUnreadable|Mismatched)/;

/** The machine that an example is about. */
const MACHINES: readonly (readonly [RegExp, string])[] = [
  [/^(Install|Remove-ASRProtectableItem)/, "bare"],
  [/^(New|Remove)-ASRReplicationProtectedItem .*-WaitForCompletion/, "plain-2"],
  [/^(New-ASRReplicationProtectedItem|Remove-ASRReplicationProtectedItem .*-Force)/, "plain-1"],
  [/^(Update|Uninstall)/, "old"],
];

/** The job, plan or batch that an example names by an invented id. */
const JOBS: readonly (readonly [RegExp, string])[] = [
  [/^Get-ASRSupportBundle/, "@(Get-ASRJob | Where-Object JobType -like '*Bundle*')[0].Name"],
  [/^Get-ASRMobilityServiceDeploymentPackage/, "@(Get-ASRJob | Where-Object JobType -like '*Package*')[0].Name"],
  [/ParentJob/, "@(Get-ASRJob | Where-Object { $_.FleetDetails.Batch })[0].Name"],
  [/PlanId/, "(Update-ASRMobilityService -ProtectionContainer $container -WhatIf).PlanId"],
  [/^/, "@(Get-ASRJob -State Succeeded)[0].Name"],
];

/** Names the machine that was found for it. */
const SELECTS = /\$(item|rpi)\b/;

let fleet: FleetWorld;
let engine: Engine;
let dir: string;
let hostKey: string;
const of = <V>(table: readonly (readonly [RegExp, V])[], line: string): V | undefined => table.find(([pattern]) => pattern.test(line))?.[1];

beforeAll(async () => {
  if (why) return;
  dir = await mkdtemp(join(tmpdir(), "fleet-examples-"));
  engine = openEngine();
  fleet = await startFleet();
  const osTag = UBUNTU;
  await fleet.importInstallers([{ version: TARGET, osTag: "DEBIAN12-64", seconds: 1 }]);
  const made: readonly Promise<Item>[] = [
    fleet.adopt({ name: "vm1", osTag, agent: { version: TARGET } }),
    fleet.adopt({ name: "old", osTag, agent: { version: BEFORE } }),
    fleet.add({ name: "plain-1", osTag, agent: { version: TARGET } }),
    fleet.add({ name: "plain-2", osTag, agent: { version: TARGET } }),
    fleet.add({ name: "bare", osTag }),
  ];
  const [vm1] = await Promise.all(made);
  for (const name of ["empty-1", "empty-2"]) await newFabric(fleet.client, name);
  await writeFiles();
  const { lab } = vm1 as Item; // made above
  const { address, port } = lab.place();
  hostKey = lab.hostKey().sha256;
  const { errors, ended } = await engine.run(`
Import-Module '${MODULE}'
$key = [System.Net.NetworkCredential]::new('', '${fleet.world.key}').SecurePassword
$null = Set-ASRVaultContext -ServiceUri '${fleet.client.url}' -FleetKey $key
$secrets = @{ 'Fleet key' = '${fleet.world.key}'; WebhookUrl = 'https://hooks.contoso.example/fleet'; WebhookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }
function Read-Host([switch]$AsSecureString, [string]$Prompt) { [System.Net.NetworkCredential]::new('', $(if ($secrets[$Prompt]) { $secrets[$Prompt] } else { 'password-canary' })).SecurePassword }
$place = @{ IPAddress = '${address}'; Port = ${port} }
$fabric = Get-ASRFabric -Name lab-cs
$container = Get-ASRProtectionContainer -Fabric $fabric
$provider = @(Get-ASRServicesProvider -Fabric $fabric)[0]
function wait-for-all { while (@(Get-ASRJob | Where-Object { $_.State -eq 'InProgress' -or $_.State -eq 'NotStarted' }).Count -gt 0) { [System.Threading.Thread]::Sleep(300) } }`);
  expect({ errors, ended }).toEqual({ errors: [], ended: null });
}, 240_000);

afterAll(async () => {
  engine?.close();
  await fleet?.close();
  if (dir) await rm(dir, { recursive: true, force: true });
});

async function writeFiles(): Promise<void> {
  const installer = await labFile({ version: TARGET, osTag: UBUNTU, seconds: 1 });
  const vault = "<RSVaultAsrCreds><ResourceGroup>rg</ResourceGroup><ResourceName>vault-1</ResourceName></RSVaultAsrCreds>";
  const files: Readonly<Record<string, string | Buffer>> = {
    "Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_20Jun2024_release.tar.gz": installer.content,
    "machines.csv": "Fabric,FriendlyName,Tags\r\nlab-cs,vm1,site=hamburg\r\n",
    "file.txt": "5.15.0-25-generic\n",
    id_ed25519: newPrivateKey({ note: "example" }),
    "fleet.json": JSON.stringify({ ServiceUri: fleet.client.url }),
    "vault-1.VaultCredentials": vault,
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(dir, name), content)));
}

/** The example as it is typed against this lab: its own fabric, account, machine, address and files in the place of those that are invented. */
function atTheLab(line: string, number: number): string {
  const isOfCs1 = /^(Set-ASRFabric|\w+-ASRRunAsAccount|Remove-ASRFabric)/.test(line) && !line.startsWith("Test-");
  const job = of(JOBS, line) ?? "";
  return line
    .replaceAll(/'?0193582b-[0-9a-f-]+'?/g, `(${job})`)
    .replaceAll(isOfCs1 ? /(?!)/g : /'?\bCS1\b'?/g, (found) => (found.startsWith("'") ? "'lab-cs'" : "lab-cs"))
    .replaceAll(isOfCs1 ? /(?!)/g : /\bLinuxAccount\b/g, "key")
    .replaceAll(/\.\\(?=\w)/g, `${dir}/`)
    .replaceAll(/https:\/\/\w+\.contoso\.example(?!\/)/g, fleet.client.url)
    .replace("-FriendlyName 'web-*'", "-FriendlyName 'bar*'")
    .replace("-IPAddress '10.0.0.4'", "@place")
    .replace("'web-01'", "'vm1'")
    .replace(/'SHA256:[^']*'/, `'${hostKey}'`)
    .replace(/(?<=^New-ASRProtectableItem .*-FriendlyName |^New-ASRReplicationProtectedItem .*-Name )vm1\b/, `made-${number}`)
    .replace(/(?<=^Remove-ASRFabric -InputObject )CS1(?! -Force)/, line.includes("-Wait") ? "empty-2" : "empty-1");
}

it.skipIf(why)(`every example of the help runs against the lab${why}`, { timeout: 540_000 }, async () => {
  const asked = await engine.run(
    `foreach ($command in (Get-Command -Module MobilityFleet -CommandType Function)) { foreach ($one in (Get-Help $command.Name).examples.example) { ([string]$one.code).Replace('PS> ', '').Replace('AzureRmRecoveryServicesAsr', 'ASR') } }`,
  );
  const rank = (line: string) => {
    const at = ORDER.findIndex((start) => start !== "" && line.replace(/^\$\w+ = /, "").startsWith(start));
    return at < 0 ? ORDER.indexOf("") : at;
  };
  const lines = asked.output.toSorted((a, b) => rank(a) - rank(b));
  expect(lines.length).toBeGreaterThan(90);
  const wrong: string[] = [];
  for (const [number, line] of lines.entries()) {
    const typed = atTheLab(line, number);
    const machine = of(MACHINES, line) ?? "vm1";
    const found = `
$item = Get-ASRProtectableItem -ProtectionContainer $container -FriendlyName '${machine}' -ErrorAction Ignore
$rpi = Get-ASRReplicationProtectedItem -ProtectionContainer $container -FriendlyName '${machine}' -ErrorAction Ignore
if (-not $item) { $item = Get-ASRProtectableItem -ProtectionContainer $container -FriendlyName vm1 }
if (-not $rpi) { $rpi = "$($container.ID)/replicationProtectedItems/${machine}" }`;
    const made = line.includes("OldAccount") ? "$null = New-ASRRunAsAccount -Fabric CS1 -AccountName OldAccount -UserName root -Password $key" : "";
    await engine.run(`${SELECTS.test(typed) ? found : ""}\n${made}\n$ConfirmPreference = 'None'`);
    const ran = await engine.run(`${typed} | Out-Null`);
    if (!/^(Get|Export-ASRInventory|Set-ASRVault|Import-ASRVault)|-WaitForCompletion|-WhatIf/.test(line)) await engine.run("wait-for-all");
    const codes = (ran.ended ? [...ran.errors, ran.ended] : ran.errors).map(({ id, message }) => `${id.split(",")[0]} ${message}`);
    if (codes.some((one) => NOT_UNDERSTOOD.test(one))) wrong.push(`${line}\n    ${typed}\n    ${codes.join("; ")}`);
  }
  expect(wrong).toEqual([]);
});
