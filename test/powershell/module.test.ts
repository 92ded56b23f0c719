import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { allNames } from "../../lib/api/cmdlet/cmdlet-name.js";
import { factsOf, isMandatory } from "../../lib/api/cmdlet/parameter.js";
import { type Engine, MODULE, noEngine, openEngine } from "./engine.js";

const Parameter = z.object({
  name: z.string(),
  mandatory: z.boolean(),
  type: z.string(),
  aliases: z.array(z.string()),
  value: z.boolean(),
  property: z.boolean(),
});
const Set_ = z.object({ name: z.string(), isDefault: z.boolean(), parameters: z.array(Parameter) });
const Syntax = z.object({ name: z.string(), sets: z.array(Set_) });

const SYNTAX = `
$found = foreach ($command in (Get-Command -Module MobilityFleet -CommandType Function)) {
    $sets = foreach ($set in $command.ParameterSets) {
        $parameters = foreach ($one in $set.Parameters) {
            $type = foreach ($attribute in $one.Attributes) { if ($attribute -is [System.Management.Automation.PSTypeNameAttribute]) { $attribute.PSTypeName } }
            @{ name = $one.Name; mandatory = $one.IsMandatory; type = [string](@($type) + $one.ParameterType.Name)[0]; aliases = @($one.Aliases); value = $one.ValueFromPipeline; property = $one.ValueFromPipelineByPropertyName }
        }
        @{ name = $set.Name; isDefault = $set.IsDefault; parameters = @($parameters) }
    }
    @{ name = $command.Name; sets = @($sets) }
}
ConvertTo-Json -InputObject @($found) -Depth 6 -Compress
`;

describe.skipIf(noEngine)(`the PowerShell module${noEngine && ` (${noEngine})`}`, { timeout: 180_000 }, () => {
  let engine: Engine;
  let syntax: ReadonlyMap<string, z.infer<typeof Syntax>>;
  beforeAll(async () => {
    engine = openEngine();
    const { output, errors, ended } = await engine.run(`Import-Module '${MODULE}' -ErrorAction Stop\n${SYNTAX}`);
    expect({ errors, ended }).toEqual({ errors: [], ended: null });
    syntax = new Map(
      z
        .array(Syntax)
        .parse(JSON.parse(output[0] ?? ""))
        .map((one) => [one.name, one]),
    );
  }, 120_000);
  afterAll(() => engine?.close());

  it("shows what a terminal would obey as its code, and leaves lines, tabs and letters of any country", async () => {
    const script = `
$module = Import-Module '${MODULE}' -PassThru
$right = 'köln ' + [char]0xD83D + [char]0xDE00 + [char]13 + [char]10 + [char]9 + 'b'
& $module { param($texts) foreach ($text in $texts) { ConvertFrom-FleetText $text } } @(('web' + [char]0x202E + '01'), ('a' + [char]27 + '[2J' + [char]0x2066), ('half ' + [char]0xD83D), ([char]0xE000 + '2026-11-24T00:00:00Z'))
(& $module { param($text) ConvertFrom-FleetText $text } $right) -ceq $right`;
    const { output, errors, ended } = await engine.run(script);
    expect({ errors, ended }).toEqual({ errors: [], ended: null });
    expect(output).toEqual(["web\\u{202e}01", "a\\u{1b}[2J\\u{2066}", "half \\u{d83d}", "2026-11-24T00:00:00Z", "True"]);
  });

  it("has every cmdlet of the service under its three names, and the cmdlets of the caller's side", async () => {
    const own = [
      "Set-AzureRmRecoveryServicesAsrVaultContext",
      "Get-AzureRmRecoveryServicesAsrVaultContext",
      "Import-AzureRmRecoveryServicesAsrVaultSettingsFile",
      "Wait-AzureRmRecoveryServicesAsrJob",
    ];
    expect([...syntax.keys()].sort()).toEqual([...CMDLETS.map(({ name }) => name), ...own].sort());
    const aliases = CMDLETS.flatMap(({ name }) =>
      allNames(name)
        .slice(1)
        .map((alias) => `${alias} -> ${name}`),
    );
    const { output } = await engine.run(
      `foreach ($one in (Get-Command -Module MobilityFleet -CommandType Alias)) { "$($one.Name) -> $($one.Definition)" }`,
    );
    expect(output).toEqual(expect.arrayContaining(aliases));
  });

  it.each(CMDLETS.map((cmdlet) => [cmdlet.name, cmdlet] as const))(
    "declares %s with the sets, parameters and aliases of its declaration",
    (name, cmdlet) => {
      const sets = new Map(syntax.get(name)?.sets.map((set) => [set.name, set]));
      // Where Microsoft's set of the same name asks for more, ours has another name, and none of what is not used.
      const ours = (set: string) => (sets.has(`${set}WithoutReplication`) ? `${set}WithoutReplication` : set);
      expect([...sets.values()].filter(({ isDefault }) => isDefault).map((set) => set.name)).toEqual([ours(cmdlet.defaultSet)]);
      const isUpload = "UploadUrl" in cmdlet.output.shape;
      for (const [set, { shape }] of Object.entries(cmdlet.parameterSets)) {
        const has = new Map(sets.get(ours(set))?.parameters.map((one) => [one.name, one]));
        for (const [parameter, schema] of Object.entries(shape)) {
          if (parameter === "SkipToken" || (isUpload && /^(FileName|Sha256)$/.test(parameter))) continue;
          const { aliases = [], secret, objects, ignored } = factsOf(schema);
          if (ignored && ours(set) !== set) continue;
          const declared = has.get(parameter);
          expect(declared, `${set} -${parameter}`).toMatchObject({ mandatory: isMandatory(schema) });
          expect(declared?.aliases).toEqual(expect.arrayContaining([...aliases]));
          if (secret) expect(declared?.type).toBe("SecureString");
          if (objects) expect(declared?.type).toMatch(new RegExp(`\\.${objects.type}$`));
        }
        expect(has.has("SkipToken")).toBe(false);
        for (const wait of ["WaitForCompletion", "AsJob"]) expect(has.has(wait)).toBe(cmdlet.answers === "job");
        expect(has.has("WhatIf") && has.has("Confirm")).toBe(cmdlet.supportsShouldProcess ?? false);
      }
    },
  );

  it("takes every object that a cmdlet is about from the pipeline, and each kind by one parameter", () => {
    const piped = CMDLETS.map(
      ({ name }) => [name, syntax.get(name)?.sets.flatMap(({ parameters }) => parameters.filter(({ value }) => value)) ?? []] as const,
    );
    for (const [name, parameters] of piped) {
      const names = new Map(
        parameters.map((one) => [one.type, new Set(parameters.filter(({ type }) => type === one.type).map((each) => each.name))]),
      );
      for (const [type, of] of names) expect(`${name} ${type} ${of.size}`).toBe(`${name} ${type} 1`);
    }
    const of = (name: string) => [...new Set(piped.find(([one]) => one === name)?.[1].map((one) => one.name))].sort();
    expect(of("Get-AzureRmRecoveryServicesAsrJob")).toEqual(["Job"]);
    expect(of("Get-AzureRmRecoveryServicesAsrReplicationProtectedItem")).toEqual(["ProtectableItem", "ProtectionContainer"]);
    expect(of("Stop-AzureRmRecoveryServicesAsrJob")).toEqual(["InputObject"]);
    expect(of("Update-AzureRmRecoveryServicesAsrMobilityService")).toEqual(["Fabric", "ProtectionContainer", "ReplicationProtectedItem"]);
    const event = syntax.get("Get-AzureRmRecoveryServicesAsrEvent")?.sets.flatMap(({ parameters }) => parameters);
    expect(event?.find(({ name }) => name === "ResourceId")).toMatchObject({ value: false, property: true });
  });

  it("shows the syntax of Microsoft's cmdlets, with their types", async () => {
    const { output } = await engine.run("Get-Command Get-AzureRmRecoveryServicesAsrReplicationProtectedItem -Syntax");
    const lines = (output[0] ?? "")
      .trim()
      .split(/\s*\n\s*/)
      .sort();
    const common = "[-DefaultProfile <Object>] [-IncludeTotalCount] [-Skip <ulong>] [-First <ulong>] [<CommonParameters>]";
    const name = "Get-AzureRmRecoveryServicesAsrReplicationProtectedItem";
    expect(lines).toEqual(expect.arrayContaining([`${name} -ProtectableItem <ASRProtectableItem> ${common}`]));
    expect(lines.some((line) => line.includes("[-FriendlyName] <string> -ProtectionContainer <ASRProtectionContainer>"))).toBe(true);
  });

  it("has help for every cmdlet: a synopsis, each parameter, and examples that a person could type", async () => {
    const script = `
$found = foreach ($command in (Get-Command -Module MobilityFleet -CommandType Function)) {
    $help = Get-Help $command.Name -Full
    $examples = foreach ($one in $help.examples.example) { [string]$one.code }
    $described = foreach ($one in $help.parameters.parameter) { if ($one.PSObject.Properties['description'] -and $one.description) { $one.name } }
    @{ name = $command.Name; synopsis = [string]$help.Synopsis; examples = @($examples); described = @($described) }
}
ConvertTo-Json -InputObject @($found) -Depth 4 -Compress`;
    const Help = z.array(z.object({ name: z.string(), synopsis: z.string(), examples: z.array(z.string()), described: z.array(z.string()) }));
    const help = Help.parse(JSON.parse((await engine.run(script)).output[0] ?? ""));
    expect(help).toHaveLength(syntax.size);
    for (const { name, synopsis, examples, described } of help) {
      const cmdlet = CMDLETS.find((one) => one.name === name);
      if (cmdlet) expect(synopsis).toBe(cmdlet.synopsis);
      expect(examples.length, name).toBeGreaterThanOrEqual(cmdlet?.examples.length ?? 1);
      const parameters = new Set(syntax.get(name)?.sets.flatMap((set) => set.parameters.map((one) => one.name)));
      expect(
        [...parameters].filter((one) => !described.includes(one) && !COMMON.has(one)),
        name,
      ).toEqual([]);
    }
    const update = help.find(({ name }) => name === "Update-AzureRmRecoveryServicesAsrMobilityService");
    expect(update?.examples).toContain(
      "Update-AzureRmRecoveryServicesAsrMobilityService -ReplicationProtectedItem $rpi -Account $fabric.FabricSpecificDetails.RunAsAccounts[0]",
    );
  });

  it("uses no syntax newer than Windows PowerShell 5.1, and no command that not every edition has", async () => {
    const walk = readFileSync(resolve("test/powershell/walk.ps1"), "utf8");
    const { output, errors, ended } = await engine.run(`${walk}\nfind-newer '${MODULE.replace(/psd1$/, "code.ps1")}'`, { session: "walk" });
    expect({ output, errors, ended }).toEqual({ output: [], errors: [], ended: null });
    const newer = [
      "$a ? 1 : 2",
      "$a ?? 1",
      "$a ??= 1",
      ["$", "{a}?.b"].join(""),
      "Set-StrictMode -Version 2 && Get-Module",
      "1 | ForEach-Object -Parallel { 1 }",
      "1uy",
      "function f { end { } clean { } }",
      "Get-Date",
      "New-Object object",
      "& $command",
      "Get-Module &",
    ];
    for (const code of newer) {
      const found = await engine.run(`${walk}\nfind-newer-in @'\n${code}\n'@`, { session: "walk" });
      expect(found.output.length, `${code}: ${JSON.stringify(found.ended)}`).toBeGreaterThan(0);
    }
  });

  it("has a manifest for both editions, no binary part, and files that Windows PowerShell reads as UTF-8", async () => {
    const { output } = await engine.run(
      `$m = Test-ModuleManifest '${MODULE}'; "$($m.PowerShellVersion) $($m.CompatiblePSEditions -join ',')"; [string]$m.ProjectUri; [string]$m.LicenseUri; $m.Tags -contains 'MobilityService'; $m.ReleaseNotes.Length -gt 100`,
    );
    expect(output).toEqual(["5.1 Desktop,Core", expect.stringMatching(/^https:/), expect.stringMatching(/^https:/), "True", "True"]);
    for (const name of [
      "MobilityFleet.psd1",
      "MobilityFleet.psm1",
      "MobilityFleet.code.ps1",
      "MobilityFleet.types.ps1xml",
      "MobilityFleet.format.ps1xml",
    ])
      expect([...readFileSync(resolve(MODULE, "..", name)).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it.each(["Az.RecoveryServices", "AzureRM.RecoveryServices.SiteRecovery"])(
    "warns when %s is loaded, and keeps apart from it by a prefix",
    async (twin) => {
      const session = `beside ${twin}`;
      const other = `New-Module -Name ${twin} { function Get-ASRFabric { 'a real vault' }; Export-ModuleMember -Function Get-ASRFabric } | Import-Module`;
      const { warnings } = await engine.run(`${other}; Import-Module '${MODULE}' -Prefix Fleet`, { session });
      expect(warnings).toEqual([expect.stringContaining(`${twin} is loaded, too`)]);
      expect(warnings[0]).toContain("-Prefix Fleet");
      const ran = await engine.run("Get-ASRFabric; (Get-Command Get-FleetASRFabric).ResolvedCommand.Name; Get-FleetASRFabric", { session });
      expect(ran.output).toEqual(["a real vault", "Get-FleetAzureRmRecoveryServicesAsrFabric"]);
      expect(ran.ended?.id ?? ran.errors[0]?.id).toMatch(/^VaultContextMissing/);
    },
  );

  it("names a path that leads nowhere, in its own words", async () => {
    const { ended, errors } = await engine.run("Import-AzureRmRecoveryServicesAsrVaultSettingsFile -Path 'QQ:/fleet.json'");
    expect(ended ?? errors[0]).toMatchObject({
      id: "FileUnreadable,Import-AzureRmRecoveryServicesAsrVaultSettingsFile",
      message: expect.stringMatching(/^QQ:\/fleet\.json: Cannot find drive/),
    });
  });

  it("says how to set a context when there is none, and gives a key to nothing but https or this computer", async () => {
    const missing = await engine
      .run("Get-ASRFabric", { session: "no context" })
      .then(() => engine.run(`Import-Module '${MODULE}'; Get-ASRFabric`, { session: "no context" }));
    const error = missing.ended ?? missing.errors[0];
    expect(error?.id).toBe("VaultContextMissing,Get-AzureRmRecoveryServicesAsrFabric");
    expect(error?.message).toMatch(/^Vault Settings are missing/);
    expect(error?.advice).toMatch(/^Set-ASRVaultContext -ServiceUri/);
    const key = "[System.Net.NetworkCredential]::new('', 'mf_canary').SecurePassword";
    for (const uri of ["http://fleet.contoso.example", "https://user:canary@fleet.contoso.example", "fleet", "ftp://127.0.0.1"]) {
      const refused = await engine.run(`Set-ASRVaultContext -ServiceUri '${uri}' -FleetKey (${key})`);
      expect((refused.ended ?? refused.errors[0])?.id, uri).toMatch(/^InvalidServiceUri,/);
      expect(JSON.stringify(refused)).not.toContain("canary");
    }
    for (const wrong of ["", " ", "mf_canary`r`nX-Other: 1", "mf canary"]) {
      const refused = await engine.run(
        `Set-ASRVaultContext -ServiceUri http://127.0.0.1:9 -FleetKey ([System.Net.NetworkCredential]::new('', "${wrong}").SecurePassword)`,
      );
      expect((refused.ended ?? refused.errors[0])?.id, JSON.stringify(wrong)).toMatch(/^InvalidCredential,/);
      expect(JSON.stringify(refused)).not.toContain("canary");
    }
    const away = await engine.run(`Set-ASRVaultContext -ServiceUri http://127.0.0.1:9 -FleetKey (${key}) -Verbose -Debug`);
    expect((away.ended ?? away.errors[0])?.id).toMatch(/^ServiceUnreachable,/);
    expect(JSON.stringify(away)).not.toContain("canary");
  });
});

const COMMON = new Set(
  "Verbose Debug ErrorAction WarningAction InformationAction ProgressAction ErrorVariable WarningVariable InformationVariable OutVariable OutBuffer PipelineVariable".split(
    " ",
  ),
);
