import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageFiles } from "../../lib/jobs/deployment/package-files.js";
import { type Engine, noEngine, openEngine } from "../powershell/engine.js";
import { plan } from "./plan.js";

/** What a simulated machine has; `installs`: what the installer leaves there and ends with. */
type Machine = Readonly<{
  version?: string;
  listed?: boolean;
  complete?: boolean;
  registered?: boolean;
  conf?: Readonly<Record<string, string>>;
  filter?: boolean;
  loaded?: boolean;
  tool?: boolean;
  installs?: Readonly<{ code?: number; nothing?: boolean; incomplete?: boolean; noFilter?: boolean; notLoaded?: boolean }>;
  registrationFails?: boolean;
}>;

const FOLDER = join(import.meta.dirname, "../../lib/agents/deployment/windows");
const textOf = (name: string) => readFileSync(join(FOLDER, name), "utf8");
const fileOf = (name: string) =>
  packageFiles(plan())
    .find((file) => file.name === `windows/${name}`)
    ?.text.replaceAll("\r", "") ?? "";
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const yes = (value: boolean | undefined) => (value ? "$true" : "$false");

/** The functions of a script, and apart from them what it does with them. */
const functionsOf = (name: string) => `
$tree = [System.Management.Automation.Language.Parser]::ParseInput(${literal(textOf(name))}, [ref]$null, [ref]$null)
foreach ($one in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true)) { . ([scriptblock]::Create($one.Extent.Text)) }
`;
const bodyOf = (name: string) => {
  const text = textOf(name);
  return text.slice(text.lastIndexOf("\nAssert-Administrator\n"));
};

function machineOf(machine: Machine): string {
  const {
    version = "",
    listed = version !== "",
    complete = true,
    registered = true,
    conf = {},
    filter = version !== "",
    loaded = version !== "",
  } = machine;
  const values = version
    ? `@{ Version = '${version}'; InstallDirectory = 'C:\\ASR'; PostInstallActions = '${complete ? "Succeeded" : "Failed"}'; AgentConfigurationStatus = '${registered ? "Succeeded" : ""}' }`
    : "@{}";
  const { code = 0, nothing, incomplete, noFilter, notLoaded } = machine.installs ?? {};
  const lines = Object.entries({ Hostname: registered ? "10.20.0.4" : "", ...conf }).map(([key, value]) => literal(`${key}=${value}`));
  return `
$machine = @{ Listed = ${yes(listed)}; Values = ${values}; Conf = @(${lines.join(", ")}); Filter = ${yes(filter)}; Loaded = ${yes(loaded)}; Tool = ${yes(machine.tool ?? true)}; RegistrationFails = ${yes(machine.registrationFails)} }
$installs = @{ Code = ${code}; Nothing = ${yes(nothing)}; Post = '${incomplete ? "Failed" : "Succeeded"}'; Filter = ${yes(!noFilter)}; Loaded = ${yes(!notLoaded)} }`;
}

/** What stands in for Windows: registry, files and programs, by the machine's state. */
const EDGES = `
$here = 'C:\\package'; $logs = 'C:\\logs'; $product = '{275197FC-14FD-4560-A5EB-38217F80CBD1}'; $ran = @()
function Join-Path($a, $b) { "$a\\$b" }
function Say { }
function Leave([int]$code, [string]$text) { throw "LEFT $code $text" }
function Assert-Administrator { }
function Assert-Secret { }
function New-WorkFolder { 'C:\\work' }
function Copy-Installer { 'C:\\work\\MobilityServiceInstaller.exe' }
function Copy-Item { }
function Remove-Item { }
function New-Item { }
function Get-Service { [pscustomobject]@{ Status = $(if ($machine.Loaded) { 'Running' } else { 'Stopped' }) } }
function Test-Path($Path) {
  if ($Path -like '*Uninstall*') { return $machine.Listed }
  if ($Path -like 'HKLM*Installed Products*') { return $machine.Values.Count -gt 0 }
  if ($Path -like '*drvutil.exe') { return $machine.Tool }
  return $true
}
function Get-ItemProperty($Path) {
  if ($Path -like '*4d36e967*') { return [pscustomobject]@{ UpperFilters = $(if ($machine.Filter) { 'PartMgr', 'InDskFlt' } else { 'PartMgr' }) } }
  return [pscustomobject]$machine.Values
}
function Get-Content($Path) {
  if ($Path -like '*drscout.conf') { return $machine.Conf }
  if ($Path -like '*package.conf') { return (${literal(fileOf("package.conf"))} -split "\`n") }
  return (${literal(fileOf("installers.tsv"))} -split "\`n")
}
function Invoke-Program([string]$path, [string]$arguments) {
  $name = $path.Split('\\')[-1]
  if ($name -eq 'drvutil.exe') { return $(if ($machine.Loaded) { 0 } else { 1 }) }
  $script:ran += $name
  if ($name -eq 'UnifiedAgent.exe' -and -not $installs.Nothing) {
    $machine.Listed = $true
    $machine.Values.Version = '9.62.7096.1'; $machine.Values.InstallDirectory = 'C:\\ASR'; $machine.Values.PostInstallActions = $installs.Post
    $machine.Filter = $installs.Filter; $machine.Loaded = $installs.Loaded
  }
  if ($name -eq 'UnifiedAgent.exe') { return $installs.Code }
  if ($name -eq 'UnifiedAgentConfigurator.exe' -and -not $machine.RegistrationFails) { $machine.Values.AgentConfigurationStatus = 'Succeeded' }
  if ($name -eq 'msiexec.exe') { $machine.Listed = $false; $machine.Values = @{}; return $installs.Code }
  return 0
}
`;

describe.skipIf(noEngine)(
  `the Windows scripts of a package, run over simulated machines in the engine of PowerShell${noEngine && ` (${noEngine})`}`,
  { timeout: 60_000 },
  () => {
    let engine: Engine;
    beforeAll(() => {
      engine = openEngine();
    }, 240_000);
    afterAll(() => engine.close());

    /** The exit codes of two runs, one after the other, and which programs the first one started. */
    async function twice(
      name: "install.ps1" | "uninstall.ps1",
      machine: Machine,
      parameters = "",
    ): Promise<Readonly<{ codes: readonly (string | undefined)[]; ran: string }>> {
      const body = `$SecretFile = ''; $NoRegister = ${yes(parameters === "-NoRegister")}; $work = $null\n${bodyOf(name)}`;
      const run = `try { & ([scriptblock]::Create(${literal(body)})) } catch { "$_" }`;
      const script = [functionsOf("common.ps1"), functionsOf(name), EDGES, machineOf(machine), run, "'ran ' + ($ran -join ' ')", run].join("\n");
      const { output, ended } = await engine.run(script, { session: crypto.randomUUID() });
      expect(ended).toBeNull();
      const codes = output.filter((line) => !line.startsWith("ran ")).map((line) => /^LEFT (\d+)/.exec(line)?.[1] ?? line);
      return { codes, ran: output.find((line) => line.startsWith("ran "))?.slice(4) ?? "" };
    }

    const SETUP = "MobilityServiceInstaller.exe UnifiedAgent.exe";
    const AND_REGISTER = `${SETUP} UnifiedAgentConfigurator.exe`;
    const THERE = "9.62.7096.1";
    const OLDER = "9.61.7016.1";

    it.each<[string, Machine, readonly [string, string], string]>([
      ["nothing", { registered: false }, ["0", "0"], AND_REGISTER],
      ["nothing, and a restart is recommended", { registered: false, installs: { code: 3010 } }, ["3010", "0"], AND_REGISTER],
      ["nothing, and a restart is mandatory", { registered: false, installs: { code: 1641, notLoaded: true } }, ["1641", "1641"], AND_REGISTER],
      ["an older agent", { version: OLDER, installs: { code: 3010 } }, ["3010", "0"], SETUP],
      ["an older agent, and a restart is mandatory", { version: OLDER, installs: { code: 1641 } }, ["1641", "0"], SETUP],
      ["an older agent that is not registered", { version: OLDER, registered: false }, ["0", "0"], AND_REGISTER],
      ["the same agent", { version: THERE }, ["0", "0"], ""],
      ["a newer agent", { version: "9.63.7187.1" }, ["0", "0"], ""],
      ["an unregistered agent", { version: THERE, registered: false }, ["0", "0"], "UnifiedAgentConfigurator.exe"],
      [
        "an unregistered agent whose registration fails",
        { version: THERE, registered: false, registrationFails: true },
        ["238", "238"],
        "UnifiedAgentConfigurator.exe",
      ],
      ["an agent whose last steps failed: it is installed again", { version: THERE, complete: false }, ["0", "0"], SETUP],
      ["an agent whose last steps fail again", { version: THERE, complete: false, installs: { incomplete: true } }, ["243", "243"], SETUP],
      ["a newer agent whose last steps failed", { version: "9.63.7187.1", complete: false }, ["243", "243"], ""],
      ["an agent whose record is gone", { listed: true }, ["242", "242"], ""],
      ["an agent whose driver is not loaded", { version: THERE, loaded: false }, ["1641", "1641"], ""],
      ["an agent whose driver is not loaded, without the tool that tells", { version: THERE, loaded: false, tool: false }, ["1641", "1641"], ""],
      ["an agent whose driver is loaded, without the tool that tells", { version: THERE, tool: false }, ["0", "0"], ""],
      ["an agent whose driver stands before no disk", { version: THERE, filter: false }, ["249", "249"], ""],
      ["nothing, and the installer leaves no driver", { registered: false, installs: { noFilter: true } }, ["249", "249"], SETUP],
      ["nothing, and the installer does nothing", { registered: false, installs: { nothing: true } }, ["236", "236"], SETUP],
      ["an older agent, and the installer fails", { version: OLDER, installs: { code: 43, nothing: true } }, ["43", "43"], SETUP],
      ["an older agent, and another installer is at work", { version: OLDER, installs: { code: 41, nothing: true } }, ["1618", "1618"], SETUP],
      ["one below 9.6", { version: "9.5.9.9" }, ["11", "11"], ""],
      ["one of 9.6, from which there is no single step", { version: "9.6.0.0" }, ["240", "240"], ""],
      ["one for Azure", { version: OLDER, conf: { VmPlatform: "Azure" } }, ["76", "76"], ""],
      ["one for VMware, in other letters", { version: OLDER, conf: { VmPlatform: "vmware" } }, ["0", "0"], SETUP],
      ["a master target", { version: OLDER, conf: { Role: "MasterTarget" } }, ["75", "75"], ""],
      ["one of the other generation", { version: OLDER, conf: { CSType: "CSPrime" } }, ["241", "241"], ""],
      ["one of another server", { version: OLDER, conf: { Hostname: "10.9.9.9" } }, ["237", "237"], ""],
    ])("install over %s", async (_what, machine, codes, ran) => {
      expect(await twice("install.ps1", machine)).toEqual({ codes, ran });
    });

    it("leave an agent unregistered when told so, and say success for the rest", async () => {
      expect(await twice("install.ps1", { registered: false }, "-NoRegister")).toEqual({ codes: ["0", "0"], ran: SETUP });
    });

    it.each<[string, Machine, readonly [string, string], string]>([
      ["nothing", {}, ["0", "0"], ""],
      ["an agent", { version: THERE }, ["0", "0"], "msiexec.exe"],
      ["an agent, and a restart is recommended", { version: THERE, installs: { code: 3010 } }, ["3010", "0"], "msiexec.exe"],
      ["an agent, and a restart is mandatory", { version: THERE, installs: { code: 1641 } }, ["1641", "0"], "msiexec.exe"],
      ["a broken one", { version: THERE, complete: false }, ["0", "0"], "msiexec.exe"],
    ])("remove %s", async (_what, machine, codes, ran) => {
      expect(await twice("uninstall.ps1", machine)).toEqual({ codes, ran });
    });
  },
);
