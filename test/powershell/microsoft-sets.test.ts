import { expect, it } from "vitest";
import { contextOf, inShell, noShell } from "./in-shell.js";
import { inventedService } from "./invented-service.js";

/** As scripts for Microsoft's module say it, and as this service wants it. */
const SCRIPT = `
$fabric = Get-ASRFabric -Name CS1
$container = Get-ASRProtectionContainer -Fabric $fabric
$item = Get-ASRProtectableItem -ProtectionContainer $container -SiteId 'site-1' -FriendlyName vm1 -WarningAction SilentlyContinue
$mapping = Get-ASRProtectionContainerMapping -ProtectionContainer $container
$server = $fabric.FabricSpecificDetails.ProcessServers[0]
$account = $fabric.FabricSpecificDetails.RunAsAccounts[0]
$mine = @{ ProtectableItem = $item; Name = 'vm1'; WarningVariable = 'said'; WarningAction = 'SilentlyContinue'; Confirm = $false }
$vault = @{ ProtectionContainerMapping = $mapping; RecoveryResourceGroupId = '/rg' }
$rcm = @{ ReplicateVMwareToAzure = $true; ApplianceName = 'a1'; Fabric = $fabric; CredentialsToAccessVm = 'root' }
$tags = [System.Collections.Generic.Dictionary[string, string]]::new()
function try-it([string]$what, [scriptblock]$call) { try { $null = & $call; "$what | $said" } catch { "$what | $($_.FullyQualifiedErrorId)" } }
try-it ours { New-ASRReplicationProtectedItem -VMwareToAzure @mine -Account $account; $script:said = $said }
try-it ours-without-account { $item | New-ASRReplicationProtectedItem -Name vm1 -Confirm:$false }
try-it ours-of-an-appliance { New-ASRReplicationProtectedItem -ReplicateVMwareToAzure @mine -CredentialsToAccessVm root }
try-it classic { New-ASRReplicationProtectedItem -VMwareToAzure @mine @vault -Account $account -ProcessServer $server -RecoveryVmTag $tags -DiskTag @{ a = 'b' } -TargetVersion 9.62.7096.1; $script:said = $said }
try-it classic-with-a-disk-type { New-ASRReplicationProtectedItem -VMwareToAzure @mine @vault -Account $account -ProcessServer $server -DiskType Premium_LRS; $script:said = $said }
try-it of-azurerm { New-AzureRmRecoveryServicesAsrReplicationProtectedItem -VMwareToAzure @mine @vault -Account $account -ProcessServer $server -RecoveryAzureStorageAccountId /sa; $script:said = $said }
try-it appliance { New-ASRReplicationProtectedItem @mine @vault @rcm -LogStorageAccountId /sa -DiskType Premium_LRS -LicenseType NoLicenseType; $script:said = $said }
try-it stopped { New-ASRReplicationProtectedItem -VMwareToAzure -ProtectableItem $item -Name vm1 @vault -Account $account -ProcessServer $server -WarningAction Stop -Confirm:$false }
try-it without-a-process-server { New-ASRReplicationProtectedItem -VMwareToAzure @mine @vault -Account $account }
try-it hyper-v { New-ASRReplicationProtectedItem -HyperVToAzure @mine @vault -RecoveryAzureStorageAccountId /sa }
try-it vmm { New-ASRReplicationProtectedItem @mine -ProtectionContainerMapping $mapping }
try-it azure { New-ASRReplicationProtectedItem -AzureToAzure -Name vm1 @vault -AzureVmId /vm -LogStorageAccountId /sa -Confirm:$false }
`;

const ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v/replicationFabrics/CS1";
const FABRIC = {
  ...{ Name: "CS1", ID },
  FabricSpecificDetails: { ProcessServers: [{ FriendlyName: "PS1", Id: "ps-1" }], RunAsAccounts: [{ AccountId: "1", AccountName: "root" }] },
};
const ANSWERS: Readonly<Record<string, unknown>> = {
  Fabric: FABRIC,
  ProtectionContainer: { value: [{ Name: "c1", ID: `${ID}/replicationProtectionContainers/c1` }] },
  ProtectableItem: { Name: "vm1", FriendlyName: "vm1", ID: "item-1" },
  ProtectionContainerMapping: { value: [{ Name: "mapping", ID: "mapping-1" }] },
  ReplicationProtectedItem: { Name: "job-1", State: "InProgress" },
};

it.skipIf(noShell)(
  `takes New-ASRReplicationProtectedItem as scripts for Microsoft's module say it, and warns of all that changes nothing${noShell}`,
  { timeout: 120_000 },
  async () => {
    const service = await inventedService(({ cmdlet }) => ANSWERS[cmdlet.replace(/^.*-Asr/, "")]);
    const lines = await inShell(`$ErrorActionPreference = 'Stop'\n${contextOf(service.uri)}\n${SCRIPT}`);
    service.close();
    const warned = (names: string) =>
      `${names} are accepted and not used: they are for the vault, not for the Mobility service. -WarningAction Stop stops the call here.`;
    const refused = "UnsupportedReplicationProvider,New-AzureRmRecoveryServicesAsrReplicationProtectedItem";
    const name = "New-AzureRmRecoveryServicesAsrReplicationProtectedItem";
    expect(lines).toEqual([
      "ours | ",
      "ours-without-account | ",
      "ours-of-an-appliance | ",
      `classic | ${warned("-DiskTag, -ProcessServer, -ProtectionContainerMapping, -RecoveryResourceGroupId, -RecoveryVmTag")}`,
      `classic-with-a-disk-type | ${warned("-DiskType, -ProcessServer, -ProtectionContainerMapping, -RecoveryResourceGroupId")}`,
      `of-azurerm | ${warned("-ProcessServer, -ProtectionContainerMapping, -RecoveryAzureStorageAccountId, -RecoveryResourceGroupId")}`,
      `appliance | ${warned("-ApplianceName, -DiskType, -Fabric, -LicenseType, -LogStorageAccountId, -ProtectionContainerMapping, -RecoveryResourceGroupId")}`,
      `WARNING: ${warned("-ProcessServer, -ProtectionContainerMapping, -RecoveryResourceGroupId")}`,
      `stopped | ActionPreferenceStop,${name}`,
      `without-a-process-server | AmbiguousParameterSet,${name}`, // as Microsoft's two sets of -VMwareToAzure

      `hyper-v | ${refused}`,
      `vmm | ${refused}`,
      `azure | ${refused}`,
    ]);
    const sent = service.asked.filter(({ cmdlet }) => cmdlet === "New-AsrReplicationProtectedItem").map(({ body }) => body);
    const mine = { ProtectableItem: "item-1", Name: "vm1" };
    const account = { AccountId: "1", AccountName: "root" };
    expect(sent).toEqual([
      { ...mine, VMwareToAzure: true, Account: account },
      mine,
      { ...mine, ReplicateVMwareToAzure: true, CredentialsToAccessVm: "root" },
      { ...mine, VMwareToAzure: true, Account: account, TargetVersion: "9.62.7096.1" },
      { ...mine, VMwareToAzure: true, Account: account },
      { ...mine, VMwareToAzure: true, Account: account },
      { ...mine, ReplicateVMwareToAzure: true, CredentialsToAccessVm: "root" },
    ]);
  },
);
