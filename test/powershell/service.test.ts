import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { newKey } from "../../local/service.js";
import { BEFORE, type FleetWorld, type Item, installedVersion, labFile, startFleet, TARGET, UBUNTU } from "../e2e/fleet.js";
import { noLab } from "../local/lab/here.js";
import { newPrivateKey } from "../private-key.js";
import { type Engine, MODULE, noEngine, openEngine, type Ran } from "./engine.js";

const why = noEngine || (noLab ? `needs a lab: ${noLab}` : "");
const REAL = "Microsoft.Azure.Commands.RecoveryServices.SiteRecovery";

/** Nothing went wrong, and this was put out. */
function clean({ output, errors, ended }: Ran): readonly string[] {
  expect({ errors, ended }).toEqual({ errors: [], ended: null });
  return output;
}

/** The script of Microsoft's documentation; Start-Sleep is not among the engine's own commands. */
const documented = (machine: string) => `
$fabric = Get-AzureRmRecoveryServicesAsrFabric -FriendlyName 'lab-cs'
$pc = Get-AzureRmRecoveryServicesAsrProtectionContainer -Fabric $fabric
$rpi = Get-AzureRmRecoveryServicesAsrReplicationProtectedItem -ProtectionContainer $pc -FriendlyName '${machine}'
$job = Update-AzureRmRecoveryServicesAsrMobilityService -ReplicationProtectedItem $rpi -Account $fabric.fabricSpecificDetails.RunAsAccounts[0]
while (($job.State -eq 'InProgress') -or ($job.State -eq 'NotStarted')) {
    [System.Threading.Thread]::Sleep(500)
    $job = Get-AzureRmRecoveryServicesAsrJob -Job $job
}`;

describe.skipIf(why)(`the PowerShell module against the running service${why && ` (${why})`}`, { timeout: 120_000 }, () => {
  let fleet: FleetWorld;
  let engine: Engine;
  let dir: string;
  let items: ReadonlyMap<string, Item>;
  const contextOf = (key: string) =>
    `Set-ASRVaultContext -ServiceUri '${fleet.client.url}' -FleetKey ([System.Net.NetworkCredential]::new('', '${key}').SecurePassword)`;
  const context = () => `Import-Module '${MODULE}'\n$null = ${contextOf(fleet.world.key)}`;
  const jobs = async () => (await fleet.client.call<{ value: unknown[] }>("Get-ASRJob", { Top: 1000 })).value.length;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "fleet-powershell-"));
    fleet = await startFleet();
    engine = openEngine();
    await fleet.importInstallers([{ version: TARGET, osTag: UBUNTU, seconds: 1 }]);
    const names = ["vm1", "vm2", "vm3", "vm4", "vm5", "vm6"];
    items = new Map(
      await Promise.all(names.map(async (name) => [name, await fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } })] as const)),
    );
    const prepare = `
${context()}
$fabric = Get-ASRFabric -FriendlyName lab-cs
$container = Get-ASRProtectionContainer -Fabric $fabric
$item = Get-ASRProtectableItem -ProtectionContainer $container -FriendlyName vm2
$rpi = Get-ASRReplicationProtectedItem -ProtectionContainer $container -FriendlyName vm2
$job = @(Get-ASRJob)[0]
$provider = @(Get-ASRServicesProvider -Fabric $fabric)[0]
$secret = [System.Net.NetworkCredential]::new('', 'password-canary').SecurePassword`;
    clean(await engine.run(prepare));
  }, 180_000);
  afterAll(async () => {
    engine?.close();
    await fleet?.close();
    if (dir) await rm(dir, { recursive: true, force: true });
  });
  const onMachine = (name: string) => installedVersion((items.get(name) as Item).lab); // adopted above

  describe.each(["7", "5.1"] as const)("with the JSON of PowerShell %s", (edition) => {
    it("runs the documentation's script from Import-Module to the finished job", async () => {
      const machine = edition === "7" ? "vm1" : "vm3";
      const own = openEngine({ edition });
      try {
        const script = `${context()}\n${documented(machine)}
$job.State
foreach ($one in $job, $job.Tasks[0], $job.FleetDetails, $fabric, $fabric.FabricSpecificDetails, $fabric.FabricSpecificDetails.RunAsAccounts[0], $rpi, $rpi.ProviderSpecificDetails) { $one.PSObject.TypeNames[0] }
$job.PSObject.Properties.Name -join ' '
"$($job.StartTime.GetType().Name) $($job.StartTime.Kind) $($job.EndTime -gt $job.StartTime) $($job.Tasks[0].StartTime.GetType().Name) $($rpi.CurrentScenario.StartTime.GetType().Name)"
$job.Tasks[0].ToString() -eq $job.Tasks[0].Name
"$($fabric.FabricSpecificDetails)"
$job.Tasks.GetType().Name + ' ' + $fabric.FabricSpecificDetails.RunAsAccounts.GetType().Name`;
        expect(clean(await own.run(script))).toEqual([
          "Succeeded",
          ...[`${REAL}.ASRJob`, `${REAL}.ASRTask`, "MobilityFleet.ASRJobFleetDetails", `${REAL}.ASRFabric`, `${REAL}.ASRVMWareSpecificDetails`],
          ...[`${REAL}.ASRRunAsAccount`, `${REAL}.ASRReplicationProtectedItem`, `${REAL}.ASRInMageAzureV2SpecificRPIDetails`],
          "Name ID Type JobType DisplayName ClientRequestId State StateDescription StartTime EndTime TargetObjectId TargetObjectType TargetObjectName AllowedActions Tasks Errors FleetDetails",
          "DateTime Local True DateTime DateTime",
          "True",
          `${REAL}.ASRVMWareSpecificDetails`,
          "Object[] Object[]",
        ]);
        expect(await onMachine(machine)).toBe(TARGET);
      } finally {
        own.close();
      }
    });
  });

  it("binds what comes down the pipeline, by value and by property name", async () => {
    const byValue =
      "Get-ASRFabric -FriendlyName lab-cs | Get-ASRProtectionContainer | Get-ASRReplicationProtectedItem -FriendlyName vm2 | ForEach-Object { $_.FriendlyName }";
    expect(clean(await engine.run(byValue))).toEqual(["vm2"]);
    expect(clean(await engine.run("($item | Get-ASRReplicationProtectedItem).Name"))).toEqual(["vm2"]);
    expect(clean(await engine.run("($job | Get-ASRJob).Name -eq $job.Name"))).toEqual(["True"]);
    const byProperty =
      "Get-ASRMobilityServiceUpdate -Fabric $fabric -FriendlyName vm2 | Update-ASRMobilityService -WhatIf | ForEach-Object { $_.TargetVersion }";
    expect(clean(await engine.run(byProperty))).toEqual([TARGET]);
    const mixed = "$item, $rpi, $item | Test-ASRMobilityService -WhatIf | ForEach-Object { 'none' }";
    const three = await engine.run(mixed);
    expect(clean(three)).toEqual([]);
    expect(three.host.filter((line) => /^What if: .+ on target "vm2"/.test(line))).toHaveLength(3);
    const jobOf = "[pscustomobject]@{ JobId = $job.ID; Other = 1 } | Get-ASRJob | ForEach-Object { $_.Name -eq $job.Name }";
    expect(clean(await engine.run(jobOf))).toEqual(["True"]);
    expect(clean(await engine.run("[pscustomobject]@{ ResourceId = $fabric.ID } | Get-ASREvent -Top 1 | Out-Null; 'bound'"))).toEqual(["bound"]);
  });

  it("takes an object by its ID, and one that came back from another session or a file, and refuses one of another kind", async () => {
    expect(clean(await engine.run("(Get-ASRProtectionContainer -Fabric lab-cs).ID -eq (Get-ASRProtectionContainer -Fabric $fabric.ID).ID"))).toEqual([
      "True",
    ]);
    const back = "$back = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($job, 3));";
    expect(
      clean(
        await engine.run(`${back} $back.PSObject.TypeNames[0]; ($back | Get-ASRJob).Name -eq $job.Name; (Get-ASRJob -Job $back).Name -eq $job.Name`),
      ),
    ).toEqual([`Deserialized.${REAL}.ASRJob`, "True", "True"]);
    const fromFile =
      "ConvertFrom-Json (ConvertTo-Json -InputObject $fabric -Depth 9) | Get-ASRProtectionContainer | ForEach-Object { $_.PSObject.TypeNames[0] }";
    expect(clean(await engine.run(fromFile))).toEqual([`${REAL}.ASRProtectionContainer`]);
    const wrong = await engine.run("Update-ASRMobilityService -ReplicationProtectedItem $fabric");
    expect(wrong.ended?.id ?? wrong.errors[0]?.id).toMatch(/^MismatchedPSTypeName,|^ParameterArgumentTransformationError,/);
  });

  it("shows the service's plan with -WhatIf, also when the calling script prefers it, and changes nothing", async () => {
    const before = await jobs();
    const one = await engine.run(
      '$plan = Update-ASRMobilityService -ReplicationProtectedItem $rpi -WhatIf; "$($plan.InstalledVersion) -> $($plan.TargetVersion)"; $plan.PSObject.TypeNames[0]; $plan.AsOf.GetType().Name',
    );
    expect(clean(one)).toEqual([`${BEFORE} -> ${TARGET}`, "MobilityFleet.MobilityServiceUpdatePlan", "DateTime"]);
    expect(one.host[0]).toMatch(/^What if: Performing the operation "Update Mobility Service" on target "vm2"\./);
    expect(one.host.join("\n")).toContain(`Path: ${TARGET}`);
    const batch = await engine.run(
      'Update-ASRMobilityService -ProtectionContainer $container -WhatIf | ForEach-Object { "$($_.Total) $($_.PSObject.TypeNames[0])"; $_.ExpiresTime.GetType().Name }',
    );
    expect(clean(batch)).toEqual(["6 MobilityFleet.MobilityServicePlan", "DateTime"]);
    expect(batch.host.join("\n")).toContain("6 machines.");
    expect(batch.host.length).toBeLessThanOrEqual(20);
    expect(batch.host.at(-1)).toMatch(/^ {2}\.\.\. and \d+ more lines; -WhatIf puts out the whole plan as an object$/);
    const preferred = await engine.run(
      "& { $WhatIfPreference = $true; Update-ASRMobilityService -ReplicationProtectedItem $rpi | ForEach-Object { $_.TargetVersion } }",
    );
    expect(clean(preferred)).toEqual([TARGET]);
    expect(preferred.host[0]).toMatch(/^What if: /);
    expect(await jobs()).toBe(before);
  });

  it("asks with -Confirm and shows the plan, does not ask with -Confirm:$false, and changes nothing unasked", async () => {
    const before = await jobs();
    const asked = await engine.run("Update-ASRMobilityService -ReplicationProtectedItem $rpi -Confirm");
    expect((asked.ended ?? asked.errors[0])?.message).toMatch(/NonInteractive/);
    expect(await jobs()).toBe(before);
    const preferred = await engine.run("& { $ConfirmPreference = 'Medium'; Stop-ASRJob -Job $job }");
    expect((preferred.ended ?? preferred.errors[0])?.message).toMatch(/NonInteractive/);
    // What ends something, and what registers many anew, asks by itself.
    for (const call of [
      "Uninstall-ASRMobilityService -ReplicationProtectedItem $rpi",
      "Remove-ASRProtectableItem -InputObject $item",
      "Register-ASRMobilityService -ProtectionContainer $container",
      "Update-ASRMobilityService -ProtectionContainer $container -Restart",
    ]) {
      const alone = await engine.run(call);
      expect((alone.ended ?? alone.errors[0])?.message, call).toMatch(
        /NonInteractive|is a replication protected item|is the replication protected item/,
      );
    }
    expect(await jobs()).toBe(before);
    const unasked = await engine.run("& { $ConfirmPreference = 'Low'; (Stop-ASRJob -Job $job -Confirm:$false).Name -eq $job.Name }");
    expect(clean(unasked)).toEqual(["True"]);
  });

  it("makes an error record of each error: the service's code, category, advice and request id", async () => {
    const one = await engine.run("Get-ASRFabric -Name nowhere; 'goes on'");
    expect(one.output).toEqual(["goes on"]);
    expect(one.errors).toEqual([
      expect.objectContaining({
        id: "ResourceNotFound,Get-AzureRmRecoveryServicesAsrFabric",
        category: "ObjectNotFound",
        advice: expect.stringMatching(/\w{3}/),
      }),
    ]);
    expect(one.errors[0]?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.errors[0]?.details).toMatch(/ClientRequestId: .+-Ps\s+RequestId: /);
  });

  it.each(["ConciseView", "NormalView"])("shows the advice of an error once, in %s", async (view) => {
    const shown = await engine.run(
      `& { $before = $global:ErrorView; try { $global:ErrorView = '${view}'; Get-ASRFabric -Name nowhere -ErrorAction SilentlyContinue -ErrorVariable gone; $text = ($gone[0] | Out-String -Width 4000) -replace '\\s+', ' '; $advice = $gone[0].ErrorDetails.RecommendedAction -replace '\\s+', ' '; ($text -split [regex]::Escape($advice)).Count - 1 } finally { $global:ErrorView = $before } }`,
    );
    expect(shown.output).toEqual(["1"]);
  });

  it("obeys -ErrorAction and the preference of the calling script, fills -ErrorVariable, and goes on behind a bad object", async () => {
    const silent = await engine.run(
      "Get-ASRFabric -Name nowhere -ErrorAction SilentlyContinue -ErrorVariable gone; $gone.Count; $gone[0].FullyQualifiedErrorId; $gone[0].CategoryInfo.Category",
    );
    expect(silent.output).toEqual(["1", "ResourceNotFound,Get-AzureRmRecoveryServicesAsrFabric", "ObjectNotFound"]);
    const stopped = await engine.run(
      "try { Get-ASRFabric -Name nowhere -ErrorAction Stop; 'not here' } catch { \"caught $($_.FullyQualifiedErrorId)\" }",
    );
    expect(stopped.output).toEqual(["caught ResourceNotFound,Get-AzureRmRecoveryServicesAsrFabric"]);
    const preferred = await engine.run("& { $ErrorActionPreference = 'Stop'; try { Get-ASRFabric -Name nowhere; 'not here' } catch { 'caught' } }");
    expect(preferred.output).toEqual(["caught"]);
    const mixed = await engine.run(
      "'nowhere', 'lab-cs' | Get-ASRProtectionContainer -ErrorAction SilentlyContinue | ForEach-Object { $_.FabricFriendlyName }",
    );
    expect(mixed.output).toEqual(["lab-cs"]);
  });

  it("ends the pipeline where no further call could do better: a key that is not taken", async () => {
    const refused = await engine.run(`try { ${contextOf("mf_wrong_canary")} } catch { $_.FullyQualifiedErrorId; $_.CategoryInfo.Category }`);
    expect(refused.output).toEqual(["Unauthorized,Set-AzureRmRecoveryServicesAsrVaultContext", "AuthenticationError"]);
    expect(JSON.stringify(refused)).not.toContain("canary");
    expect(clean(await engine.run("(Get-ASRFabric -FriendlyName lab-cs).Name"))).toEqual(["lab-cs"]);
  });

  it("keeps a credential for each context", async () => {
    const reader = await newKey(fleet.world.storage.connectionString, { scope: "reader", label: "reader" });
    const script = `
$admin = Get-ASRVaultContext
$reader = ${contextOf(reader)}
$refused = try { Stop-ASRJob -Job $job -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
$refused
(Stop-ASRJob -Job $job -DefaultProfile $admin).Name -eq $job.Name
$admin.PSObject.TypeNames[0]
$admin.PSObject.Properties.Name -join ' '
"$($admin.ResourceName) $($admin.ServiceUri) $($admin.Credential)"
$null = ${contextOf(fleet.world.key)}`;
    const ran = await engine.run(script);
    expect(clean(ran)).toEqual([
      "Forbidden,Stop-AzureRmRecoveryServicesAsrJob",
      "True",
      `${REAL}.ASRVaultSettings`,
      "ResourceName ResourceGroupName ResourceNamespace ResouceType ServiceUri Credential ContextId",
      expect.stringContaining(` ${fleet.client.url} FleetKey`),
    ]);
    for (const key of [reader, fleet.world.key]) expect(JSON.stringify(ran)).not.toContain(key);
  });

  it("reads its context from a settings file, and the names of a vault from its credentials file", async () => {
    await writeFile(join(dir, "fleet.json"), JSON.stringify({ ServiceUri: fleet.client.url, FleetKey: fleet.world.key }));
    const vault = `<RSVaultAsrCreds xmlns="http://schemas.datacontract.org/2004/07/x"><VaultDetails><SubscriptionId>s</SubscriptionId><ResourceGroup>rg-9</ResourceGroup><ResourceName>vault-9</ResourceName></VaultDetails><ChannelIntegrityKey>canary</ChannelIntegrityKey></RSVaultAsrCreds>`;
    await writeFile(join(dir, "vault.VaultCredentials"), vault);
    await writeFile(join(dir, "other.txt"), "<other/>");
    const json = await engine.run(
      `Import-Module '${MODULE}'; (Import-AzureRmRecoveryServicesAsrVaultSettingsFile '${dir}/fleet.json').ServiceUri; (Get-ASRFabric -Name lab-cs).Name`,
      { session: "file" },
    );
    expect(clean(json)).toEqual([fleet.client.url, "lab-cs"]);
    const xml = await engine.run(`(Import-ASRVaultSettingsFile '${dir}/vault.VaultCredentials').ServiceUri`, { session: "file" });
    expect(clean(xml)).toEqual([fleet.client.url]);
    expect(xml.warnings).toEqual([expect.stringContaining("not for vault-9")]);
    expect(JSON.stringify([json, xml])).not.toContain("canary");
    expect((await engine.run(`Import-ASRVaultSettingsFile '${dir}/other.txt'`, { session: "file" })).errors[0]?.id).toMatch(/^SettingsFileInvalid,/);
  });

  it("waits with -WaitForCompletion, shows the progress, and puts out the finished jobs", async () => {
    const ran = await engine.run(
      "'vm2', 'vm4' | ForEach-Object { Get-ASRReplicationProtectedItem -ProtectionContainer $container -FriendlyName $_ } | Update-ASRMobilityService -WaitForCompletion | ForEach-Object { \"$($_.TargetObjectName) $($_.State) $($_.FleetDetails.VersionAfter)\" }",
    );
    expect([...clean(ran)].sort()).toEqual([`vm2 Succeeded ${TARGET}`, `vm4 Succeeded ${TARGET}`]);
    expect(ran.progress.map(({ activity }) => activity)).toEqual(
      expect.arrayContaining(["Update Mobility Service: vm2", "Update Mobility Service: vm4"]),
    );
    expect(ran.progress.some(({ percent, status }) => percent > 0 && /^InProgress: \w/.test(status))).toBe(true);
    expect(ran.progress.filter(({ type }) => type === "Completed").length).toBeGreaterThanOrEqual(2);
    expect(await onMachine("vm4")).toBe(TARGET);
  });

  it("makes one batch of a pipeline when the call says how many at a time", async () => {
    const script =
      'Get-ASRReplicationProtectedItem -ProtectionContainer $container | Where-Object FriendlyName -ne vm6 | Update-ASRMobilityService -MaxConcurrency 2 -WaitForCompletion | ForEach-Object { "$($_.State) $($_.FleetDetails.Batch.Total)" }';
    const ran = await engine.run(script);
    expect(clean(ran)).toEqual(["Succeeded 5"]);
    expect(ran.progress.some(({ status }) => /of 5 machines/.test(status))).toBe(true);
    expect(await onMachine("vm5")).toBe(TARGET);
  });

  it("ends a wait at once when it is stopped, and leaves the job alone", async () => {
    const item = `${fleet.container}/replicationProtectedItems/vm6`;
    const ran = await engine.run(`Update-ASRMobilityService -ReplicationProtectedItem ${item} -WaitForCompletion`, { stopAfterMs: 1000 });
    expect(ran.output).toEqual([expect.stringMatching(/^stopped after \d{1,3} ms$/), "finished early: False"]);
    const [job] = (await fleet.client.call<{ value: AsrJob[] }>("Get-ASRJob", { Top: 1 })).value;
    expect(job).toMatchObject({ TargetObjectName: "vm6" });
    expect(await fleet.ended({ Name: job?.Name ?? "" })).toMatchObject({ State: "Succeeded" });
  });

  it("reads all pages, and no more than -Top", async () => {
    const rows = Array.from({ length: 130 }, (_, at) => `lab-cs,many-${String(at).padStart(3, "0")},10.9.0.${at + 1},Linux,key`);
    await writeFile(join(dir, "machines.csv"), ["Fabric,FriendlyName,Address,OSType,Account", ...rows].join("\r\n"));
    const plan = await engine.run(`(Import-ASRInventory -Path '${dir}/machines.csv' -WhatIf).Added`);
    expect(clean(plan)).toEqual(["130"]);
    const imported = await engine.run(`(Import-ASRInventory -Path '${dir}/machines.csv' -WaitForCompletion).State`);
    expect(clean(imported)).toEqual(["Succeeded"]);
    const verbose = await engine.run(
      "@(Get-ASRProtectableItem -ProtectionContainer $container -Verbose).Count; @(Get-ASRProtectableItem -ProtectionContainer $container -Top 7).Count",
    );
    expect(clean(verbose)).toEqual(["137", "7"]);
    expect(verbose.verbose.filter((line) => line.startsWith("GET ")).length).toBe(1);
    const firstTwo = "(Get-ASRProtectableItem many-00* -ProtectionContainer $container -First 2).FriendlyName -join ' '";
    expect(clean(await engine.run(firstTwo))).toEqual(["many-000 many-001"]);
  });

  it("takes machines from the pipeline, writes an inventory to a file and does not overwrite it unasked", async () => {
    const piped =
      "[pscustomobject]@{ Fabric = 'lab-cs'; FriendlyName = 'many-000'; Tags = @{ site = 'berlin' } }, [pscustomobject]@{ Fabric = 'lab-cs'; FriendlyName = 'many-001'; Tags = 'site=hamburg' } | Import-ASRInventory -WhatIf | ForEach-Object { $_.Changed }";
    expect(clean(await engine.run(piped))).toEqual(["2"]);
    const saved = await engine.run(`(Export-ASRInventory -Fabric $fabric -Path '${dir}').FullName`);
    expect(clean(saved)).toEqual([join(dir, "lab-cs.csv")]);
    expect(await readFile(join(dir, "lab-cs.csv"), "utf8")).toContain("many-129");
    expect((await engine.run(`Export-ASRInventory -Fabric $fabric -Path '${dir}'`)).errors[0]?.message).toMatch(/exists already; -Force replaces it/);
    expect(clean(await engine.run(`(Import-ASRInventory -Path '${dir}/lab-cs.csv' -WhatIf).Unchanged`))).toEqual(["137"]);
  });

  it("uploads an installer from its path, and downloads a support bundle to one", async () => {
    const { fileName, content } = await labFile({ version: "9.63.7200.1", osTag: UBUNTU });
    await writeFile(join(dir, fileName), content);
    const ran = await engine.run(
      `(Import-ASRMobilityServiceInstaller -Path '${dir}/Microsoft-ASR_UA_*' -WaitForCompletion).State; (Get-ASRMobilityServiceInstaller | Where-Object FileName -eq '${fileName}').Version`,
    );
    expect(clean(ran)).toEqual(["Succeeded", "9.63.7200.1"]);
    const nowhere = await engine.run(`Import-ASRMobilityServiceInstaller -Path '${dir}/nowhere/*.gz'`);
    expect((nowhere.ended ?? nowhere.errors[0])?.id).toBe("FileUnreadable,Import-AzureRmRecoveryServicesAsrMobilityServiceInstaller");
    const bundle = await engine.run(
      `$made = Export-ASRSupportBundle -Job $job -WaitForCompletion; $file = Get-ASRSupportBundle -Job $made -Path '${dir}/bundle.zip'; "$($file.Name) $($file.Length -gt 100)"`,
    );
    expect(clean(bundle)).toEqual(["bundle.zip True"]);
    expect((await readFile(join(dir, "bundle.zip"))).subarray(0, 2).toString()).toBe("PK");
  });

  it("reports a job that failed as an error with the job's code and advice, and still puts it out", async () => {
    const { address, port } = (items.get("vm5") as Item).lab.place(); // adopted above
    const script = `
$null = New-ASRProtectableItem -ProtectionContainer $container -FriendlyName impostor -IPAddress ${address} -Port ${port} -OSType Linux -Account key -HostKeySha256 SHA256:${"A".repeat(43)} -HostKeyType ssh-ed25519 -WaitForCompletion
$impostor = Get-ASRProtectableItem -ProtectionContainer $container -FriendlyName impostor
Test-ASRMobilityService -ProtectableItem $impostor -WaitForCompletion -ErrorVariable problems | ForEach-Object { $_.State }
$problems.Count`;
    const ran = await engine.run(script);
    expect(ran.output).toEqual(["Failed", "1"]);
    expect(ran.errors).toEqual([
      expect.objectContaining({ id: "HostKeyMismatch,Test-AzureRmRecoveryServicesAsrMobilityService", category: "OperationStopped" }),
    ]);
    expect(ran.errors[0]?.advice).toMatch(/\w{3}/);
    expect(ran.errors[0]?.causes).toMatch(/\w{3}/);
  });

  it("takes secrets as SecureString and keys from a file, and shows none of them with -Verbose and -Debug", async () => {
    await writeFile(join(dir, "id_test"), newPrivateKey({ note: "key-canary" }));
    const script = `New-ASRRunAsAccount -Fabric $fabric -AccountName secretive -UserName root -Password $secret -PrivateKeyPath '${dir}/id_test' -Verbose -Debug -WhatIf`;
    const ran = await engine.run(`$DebugPreference = 'Continue'; ${script}`);
    expect(ran.debug.join("\n")).toContain("(not shown)");
    expect(ran.verbose.some((line) => /^POST .+New-AzureRmRecoveryServicesAsrRunAsAccount, client request id/.test(line))).toBe(true);
    for (const secret of ["password-canary", "key-canary", fleet.world.key]) expect(JSON.stringify(ran)).not.toContain(secret);
    const text = await engine.run("New-ASRRunAsAccount -Fabric $fabric -AccountName secretive -UserName root -Password plain");
    expect(text.ended?.id ?? text.errors[0]?.id).toMatch(/^CannotConvertArgumentNoMessage,|^ParameterArgumentTransformationError,/);
  });
});
