import { expect, it } from "vitest";
import { contextOf, inShell, noShell } from "./in-shell.js";
import { type Asked, inventedService } from "./invented-service.js";

const VAULT = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v";
const ID = `${VAULT}/replicationFabrics/CS1`;
const CONTAINER = `${ID}/replicationProtectionContainers/c1`;
const machine = (FriendlyName: string) => ({
  Name: `n-${FriendlyName}`,
  FriendlyName,
  ID: `${CONTAINER}/replicationProtectableItems/${FriendlyName}`,
});
const PAGES: readonly unknown[][] = [[machine("web-02"), machine("WEB-01"), machine("db-1")], [machine("app 1")]];

const ANSWERS: Readonly<Record<string, (asked: Asked) => unknown>> = {
  Fabric: () => ({
    value: [
      {
        Name: "CS1",
        FriendlyName: "Config server",
        ID,
        FabricType: "VMware",
        FabricSpecificDetails: { RunAsAccounts: [{ AccountId: "1", AccountName: "LinuxAccount" }] },
      },
      { Name: "cs-2", FriendlyName: "Appliance", ID: `${ID}2`, FabricType: "InMageRcm" },
    ],
  }),
  ProtectionContainer: ({ body }) => ({
    value: String(body.Fabric).endsWith("CS1") ? [{ Name: "c1", FriendlyName: "all machines", ID: CONTAINER }] : [],
  }),
  ProtectableItem: ({ query }) => {
    const page = Number(query.SkipToken ?? 0);
    return { value: PAGES[page], ...(page === 0 && { nextLink: "http://elsewhere/api/x?SkipToken=1" }) };
  },
  MobilityServiceInstaller: () => ({ value: ["9.62.1.1", "9.61.1.1"].map((Version) => ({ Version, OSTag: "UBUNTU-22.04-64" })) }),
  Job: () => ({ value: [{ Name: "0193-b", JobType: "UpdateMobilityService", State: "InProgress", TargetObjectName: "web-02" }] }),
  RunAsAccount: () => ({ AccountId: "2", AccountName: "Backup" }),
};

/** What a script prints at a service that gives these answers, and what the service was asked. */
async function run(script: string, answer = (asked: Asked) => ANSWERS[asked.cmdlet.replace(/^.*-Asr/, "")]?.(asked)) {
  const service = await inventedService(answer);
  try {
    const lines = await inShell(`$ErrorActionPreference = 'Stop'\n${contextOf(service.uri)}\n${script}`);
    return { lines, calls: service.asked.slice(1) }; // the first one tried the credential
  } finally {
    service.close();
  }
}

const COMPLETE = `
function complete([string]$line) { "$line => " + ((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -join ', ') }`;

it.skipIf(noShell)(
  `completes names, versions and jobs by the service, under every name of a cmdlet, and asks once a minute${noShell}`,
  { timeout: 120_000 },
  async () => {
    const { lines, calls } = await run(
      `${COMPLETE}
'Get-ASRFabric -Name c', 'Get-AzRecoveryServicesAsrFabric a', 'Get-ASRProtectionContainer -Fabric CS', 'Get-ASRProtectionContainer -Fabric CS1 -Name ',
'Get-ASRProtectableItem -ProtectionContainer all', 'Get-ASRProtectableItem -ProtectionContainer $c -FriendlyName we', 'Update-ASRMobilityService -Account l',
'Update-ASRMobilityService -TargetVersion 9', 'Update-ASRMobilityService -Fabric CS1 -OSTag ', 'Update-ASRMobilityService -Fabric CS1 -FriendlyName db', 'Get-ASRJob -Name ', 'Stop-AzureRmRecoveryServicesAsrJob -Job 01',
'Get-ASRMobilityServiceUpdate -Fabric CS1 -FriendlyName ''app', '(Get-ASRFabric).Fr', 'Get-ASRJob | Where-Object Targ' | ForEach-Object { complete $_ }`,
    );
    const shown = (line: string) => lines.find((one) => one.startsWith(`${line} =>`))?.slice(line.length + 4);
    expect(shown("Get-ASRFabric -Name c")).toBe("CS1, cs-2");
    expect(shown("Get-AzRecoveryServicesAsrFabric a")).toBe("Appliance");
    expect(shown("Get-ASRProtectionContainer -Fabric CS")).toBe("CS1, cs-2");
    expect(shown("Get-ASRProtectionContainer -Fabric CS1 -Name ")).toBe("c1");
    expect(shown("Get-ASRProtectableItem -ProtectionContainer all")).toBe(`'${CONTAINER}'`);
    expect(shown("Get-ASRProtectableItem -ProtectionContainer $c -FriendlyName we")).toBe("web-02, WEB-01");
    expect(shown("Update-ASRMobilityService -Account l")).toBe("LinuxAccount");
    expect(shown("Update-ASRMobilityService -TargetVersion 9")).toBe("9.61.1.1, 9.62.1.1");
    expect(shown("Update-ASRMobilityService -Fabric CS1 -OSTag ")).toBe("UBUNTU-22.04-64");
    expect(shown("Update-ASRMobilityService -Fabric CS1 -FriendlyName db")).toBe("db-1");
    expect(shown("Get-ASRJob -Name ")).toBe("0193-b");
    expect(shown("Stop-AzureRmRecoveryServicesAsrJob -Job 01")).toBe("0193-b");
    expect(shown("(Get-ASRFabric).Fr")).toBe("FriendlyName");
    expect(shown("Get-ASRJob | Where-Object Targ")).toBe("TargetObjectId, TargetObjectName, TargetObjectType");
    const asked = calls.map(({ cmdlet, body }) => `${cmdlet} ${JSON.stringify(body)}`);
    expect(asked.filter((one) => one.endsWith('AsrJob {"Top":50}'))).toHaveLength(1);
  },
);

it.skipIf(noShell)(`completes nothing, silently and quickly, where the service does not answer${noShell}`, { timeout: 120_000 }, async () => {
  const { lines } = await run(
    `${COMPLETE}
function quick([string]$line) { $watch = [Diagnostics.Stopwatch]::StartNew(); $null = TabExpansion2 $line $line.Length; $watch.Elapsed.TotalSeconds }
$Error.Clear()
"$((quick 'Get-ASRJob -Name ') -lt 6) $((quick 'Get-ASRJob -Name ') -lt 1.5) $($Error.Count)"`,
    ({ cmdlet }) => (cmdlet === "Get-AsrJob" ? new Promise(() => undefined) : undefined),
  );
  expect(lines).toEqual(["True True 0"]);
});

it.skipIf(noShell)(
  `lists machines by name, finds them by wildcards and position, and takes -First, -Skip and -Credential${noShell}`,
  { timeout: 120_000 },
  async () => {
    const { lines, calls } = await run(
      `
function names($found) { @($found.FriendlyName) -join ', ' }
names (Get-ASRProtectableItem -ProtectionContainer c1)
names (Get-ASRProtectableItem web* -ProtectionContainer c1)
names (Get-ASRProtectableItem -ProtectionContainer c1 -FriendlyName '[ad]*')
names (Get-ASRProtectableItem -ProtectionContainer c1 -Skip 1 -First 2)
names (Get-ASRProtectableItem -ProtectionContainer c1 -First 0)
"none: $(@(Get-ASRProtectableItem zzz* -ProtectionContainer c1).Count)"
names (Get-ASRFabric conf*)
(Get-ASRFabric -Name c*).Name -join ', '
(Get-ASRFabric c* -ErrorAction Stop | Get-ASRProtectionContainer all*).Name
"$(Get-ASRJob -IncludeTotalCount -First 1 | ForEach-Object { if ($_.Name) { $_.Name } else { $_.ToString() } })"
$login = [pscredential]::new('root', [System.Net.NetworkCredential]::new('', 'password-canary').SecurePassword)
(New-ASRRunAsAccount -Fabric CS1 -AccountName Backup -Credential $login -Confirm:$false).AccountName
try { New-ASRRunAsAccount -Fabric CS1 -AccountName Backup -Credential $login -UserName x } catch { $_.FullyQualifiedErrorId }
$opens = [datetime]::new(2026, 12, 5, 21, 0, 0, [System.DateTimeKind]::Utc)
$closes = [datetimeoffset]::new(2026, 12, 6, 4, 0, 0, [timespan]::FromHours(1))
$null = 'vm1', 'vm2' | ForEach-Object { [pscustomobject]@{ ID = "${CONTAINER}/replicationProtectableItems/$_" } } | Test-ASRMobilityService -NotBefore $opens -NotAfter $closes
$null = Restart-ASRJob -Name 0193-b -NotAfter '2026-12-07T04:00+01:00' -Confirm:$false
$null = 'Fabric,FriendlyName' | Set-Content ./rows.csv; Import-ASRInventory -Path ./rows.csv -RetireMissing -RetireAtMost 25% -Confirm:$false | Out-Null; Remove-Item ./rows.csv`,
    );
    expect(lines).toEqual([
      "app 1, db-1, WEB-01, web-02",
      "WEB-01, web-02",
      "app 1, db-1",
      "db-1, WEB-01",
      "",
      "WARNING: Nothing fits -FriendlyName zzz*.",
      "none: 0",
      "Config server",
      "CS1, cs-2",
      "c1",
      "Unknown total count 0193-b",
      "Backup",
      "AmbiguousParameterSet,New-AzureRmRecoveryServicesAsrRunAsAccount",
    ]);
    const account = calls.find(({ cmdlet }) => cmdlet === "New-AsrRunAsAccount");
    const asked = (cmdlet: string) => calls.filter((one) => one.cmdlet === cmdlet).map(({ body }) => body);
    expect(asked("Test-AsrMobilityService")).toEqual([
      {
        ...{ NotBefore: "2026-12-05T21:00:00.0000000Z", NotAfter: "2026-12-06T03:00:00.0000000Z" },
        ProtectableItem: ["vm1", "vm2"].map((name) => `${CONTAINER}/replicationProtectableItems/${name}`),
      },
    ]);
    expect(asked("Restart-AsrJob")).toEqual([{ Name: "0193-b", NotAfter: "2026-12-07T03:00:00.0000000Z" }]);
    expect(asked("Import-AsrInventory").at(-1)).toMatchObject({ RetireMissing: true, RetireAtMost: "25%" });
    expect(account?.body).toEqual({ Fabric: "CS1", AccountName: "Backup", UserName: "root", Password: "password-canary" });
  },
);
