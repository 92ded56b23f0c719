import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAtVersion } from "../../lib/agents/versions/version.js";
import { packageFiles } from "../../lib/jobs/deployment/package-files.js";
import { type Engine, noEngine, openEngine } from "../powershell/engine.js";
import { MODERNIZED, plan } from "./plan.js";

const FOLDER = join(import.meta.dirname, "../../lib/agents/deployment/windows");
const scripts = readdirSync(FOLDER).filter((name) => name.endsWith(".ps1"));
const textOf = (name: string) => readFileSync(join(FOLDER, name), "utf8");
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Defines the functions of a script, and runs nothing of it. */
const functionsOf = (name: string) => `
$tree = [System.Management.Automation.Language.Parser]::ParseInput(${literal(textOf(name))}, [ref]$null, [ref]$null)
foreach ($one in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true)) { . ([scriptblock]::Create($one.Extent.Text)) }
`;

/** What needs no Windows of the Windows scripts: their syntax, and their decisions, in the real engine. */
describe.skipIf(noEngine)(`the Windows scripts of a package in the engine of PowerShell${noEngine && ` (${noEngine})`}`, { timeout: 60_000 }, () => {
  let engine: Engine;
  beforeAll(() => {
    engine = openEngine();
  }, 240_000); // builds the console program where there is no pwsh
  afterAll(() => engine.close());

  async function answer(script: string): Promise<readonly string[]> {
    const { output, errors, ended } = await engine.run(script);
    expect({ errors, ended }).toEqual({ errors: [], ended: null });
    return output;
  }

  it.each(scripts)("%s is understood to its end", async (name) => {
    const script = `$wrong = $null\n$null = [System.Management.Automation.Language.Parser]::ParseInput(${literal(textOf(name))}, [ref]$null, [ref]$wrong)\n$wrong.Count`;
    expect(await answer(script)).toEqual(["0"]);
  });

  it("tell versions from each other as the service does", async () => {
    const versions = ["9.62.0.0", "9.62.7096.0", "9.62.7096.1", "9.62.7100.1", "9.61.7016.1", "9.6.2.7096", "10.62.7096.1"];
    const pairs = versions.flatMap((found) => versions.map((wanted) => [found, wanted] as const));
    const calls = pairs.map(([found, wanted]) => `Test-AtVersion '${found}' '${wanted}'`);
    const told = await answer([functionsOf("common.ps1"), ...calls].join("\n"));
    expect(pairs.map((pair, i) => [...pair, told[i]])).toEqual(
      pairs.map(([found, wanted]) => [found, wanted, isAtVersion(found, wanted) ? "True" : "False"]),
    );
  });

  it("take a secret only from a file that nobody else can read; on a share also those whom somebody has chosen", async () => {
    const [everyone, users, system, administrators, somebody, domainUsers] = [
      ...["S-1-1-0", "S-1-5-32-545", "S-1-5-18", "S-1-5-32-544"],
      ...["S-1-5-21-1-2-3-1105", "S-1-5-21-1-2-3-513"],
    ];
    const asked = [everyone, users, system, administrators, somebody, domainUsers].flatMap((sid) => [
      `Test-MayRead '${sid}' $false`,
      `Test-MayRead '${sid}' $true`,
    ]);
    const [no, yes] = ["False", "True"];
    expect(await answer([functionsOf("install.ps1"), ...asked].join("\n"))).toEqual([no, no, no, no, yes, yes, yes, yes, no, yes, no, no]);
  });

  it.each([
    ["one that is older than 9.6.0.0", "9.5.9999.9", {}, "11"],
    ["one for the platform Azure", "9.60.6956.1", { VmPlatform: "Azure" }, "76"],
    ["a master target", "9.60.6956.1", { Role: "MasterTarget" }, "75"],
    ["a modernized one in a classic fabric", "9.60.6956.1", { CSType: "CSPrime" }, "241"],
    ["a classic one in a modernized fabric at the same version", "9.62.7096.1", { CSType: "CSLegacy", modernized: "yes" }, "241"],
    ["an older classic one in a modernized fabric, which is migrated", "9.60.6956.1", { CSType: "CSLegacy", modernized: "yes" }, "migrates: True"],
    ["an agent for VMware", "9.60.6956.1", { VmPlatform: "VmWare", Role: "Agent", CSType: "CSLegacy" }, "migrates: False"],
  ])("judge %s before the installer runs", async (_what, version, { modernized, ...config }: Record<string, string | undefined>, said) => {
    const conf = packageFiles(plan(modernized ? { fabric: MODERNIZED } : {})).find(({ name }) => name === "windows/package.conf")?.text ?? "";
    const values = Object.entries(config).map(([name, value]) => `'${name}' = '${value}'`);
    const stubs = `
function Read-Conf([string]$key) { foreach ($line in (${literal(conf)} -split "\r\n")) { if ($line.StartsWith("$key=")) { return $line.Substring($key.Length + 1) } } }
function Read-AgentConfig([string]$name) { return @{ ${values.join("; ")} }[$name] }
function Leave([int]$code, [string]$text) { throw "left $code" }
function Say { }
$script:migrates = $false
try { Assert-Updatable '${version}' @{ Version = '9.62.7096.1' }; "migrates: $script:migrates" } catch { "$_" -replace 'left ', '' }`;
    expect(await answer([functionsOf("common.ps1"), functionsOf("install.ps1"), stubs].join("\n"))).toEqual([said]);
  });

  it.each([
    ["this version, installed and registered", "9.62.7096.1", "", "Succeeded", "Succeeded", "9.62.7096.1"],
    ["one whose Version leaves out the build", "9.62.0.0", "7096", "Succeeded", "Succeeded", "9.62.7096.0"],
    ["a newer one", "9.63.7187.1", "", "Succeeded", "Succeeded", "9.63.7187.1"],
    ["an older one", "9.61.7016.1", "", "Succeeded", "Succeeded", undefined],
    ["one that is not registered", "9.62.7096.1", "", "Succeeded", "Failed", undefined],
    ["one whose last steps failed", "9.62.7096.1", "", "Failed", "Succeeded", undefined],
    ["none", "", "", "", "", undefined],
    ["one that is no longer among the installed programs", "9.62.7096.1", "", "Succeeded", "Succeeded", undefined, false],
  ] as [string, string, string, string, string, string | undefined, boolean?][])(
    "detect %s",
    async (_what, version, build, post, configured, found, listed = true) => {
      const detect = packageFiles(plan()).find(({ name }) => name === "windows/detect.ps1")?.text ?? "";
      const registry = `
function Test-Path { $args[0] -notlike '*Uninstall*' -or ${listed ? "$true" : "$false"} }
function Get-ItemProperty { [pscustomobject]@{ Version = '${version}'; Build_Number = '${build}'; PostInstallActions = '${post}'; AgentConfigurationStatus = '${configured}' } }
function Write-Output { $args[0] }`;
      expect(await answer(`& {${registry}\n${detect.replace(/exit 0\s*$/, "")}\n}`)).toEqual(
        found === undefined ? [] : [`Mobility service ${found}`],
      );
    },
  );
});
