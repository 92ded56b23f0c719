import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageFiles } from "../../lib/jobs/deployment/package-files.js";
import { MODERNIZED, plan } from "./plan.js";

const FOLDER = join(import.meta.dirname, "../../lib/agents/deployment/windows");
const scripts = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), "utf8")] as const);
const powershell = scripts.filter(([name]) => name.endsWith(".ps1"));
const textOf = (name: string) => scripts.find(([one]) => one === name)?.[1] ?? "";
const fileOf = (name: string, more: Parameters<typeof plan>[0] = {}) => packageFiles(plan(more)).find((file) => file.name === name)?.text ?? "";

/** Nobody runs these scripts here: there is no Windows. These are rules about their text; windows-scripts-engine.test.ts has what an engine can say of them. */
describe("the Windows scripts of a package (their text)", () => {
  it.each(powershell)("%s says that it was not run", (_name, text) => {
    expect(text).toContain("NOT RUN");
  });

  it.each(powershell)("%s uses nothing that came after PowerShell 2.0, which Windows Server 2008 R2 has", (_name, text) => {
    expect(text).not.toMatch(
      /Invoke-WebRequest|ConvertFrom-Json|Get-FileHash|Expand-Archive|Invoke-RestMethod|\?\?|\$PSScriptRoot|-Raw\b|::new\(|\busing\b/,
    );
  });

  it.each(powershell)("%s has as many opening as closing braces and brackets", (_name, text) => {
    for (const [open, close] of ["{}", "()"]) expect(text.split(open ?? "").length).toBe(text.split(close ?? "").length);
  });

  it("hand on the exit code, which the published script dropped", () => {
    expect(textOf("run.cmd")).toMatch(/^exit \/b %ERRORLEVEL%$/m);
    expect(textOf("common.ps1")).toMatch(/-Wait -PassThru[\s\S]*return \$process\.ExitCode/);
    for (const name of ["install.ps1", "uninstall.ps1"]) expect(textOf(name)).toMatch(/Leave \$(code|result) /);
  });

  it("jump to no label, so to none that is missing, as the published uninstall script did", () => {
    for (const [name, text] of scripts) expect(text, name).not.toMatch(/\bgoto\b/i);
  });

  it("wait for the end of a program and not for ten seconds", () => {
    for (const [name, text] of scripts) expect(text, name).not.toMatch(/\bTIMEOUT\b|Start-Sleep/i);
  });

  it("write their log into a folder of administrators, not to C:\\ or C:\\Temp", () => {
    for (const [name, text] of scripts) expect(text, name).not.toMatch(/C:\\(?:Temp|logfile)/i);
    expect(textOf("common.ps1")).toContain("Join-Path $env:ProgramData 'ASRSetupLogs'");
  });

  it("run nothing from a folder that others could have filled, and only a file whose digest was checked", () => {
    const text = textOf("install.ps1");
    expect(text).toMatch(/NewGuid[\s\S]*icacls\.exe \$folder \/inheritance:r/);
    expect(text.indexOf("Get-Digest $copy")).toBeGreaterThan(0);
    expect(text).toMatch(/\$setup = Copy-Installer \$row\n\s+\$extracted[^\n]*\n\s+\$code = Invoke-Program \$setup/);
  });

  it("believe no exit code: the version is read from the registry afterwards", () => {
    expect(textOf("install.ps1")).toMatch(
      /\$version = Get-AgentVersion\n\s+if \(-not \(Test-Installed\) -or -not \(Test-AtVersion \$version \$row\.Version\)\) \{ Leave 236/,
    );
  });

  it("need no editing: no placeholder is left in a package", () => {
    for (const { name, text } of packageFiles(plan())) expect(text, name).not.toMatch(/\[CSIP\]|@[A-Z]+@/);
    expect(fileOf("windows/detect.ps1")).toContain("[version]'9.62.7096.1'");
  });

  it("give the role MS, never Agent, and the commands of their generation", () => {
    const classic = fileOf("windows/package.conf");
    expect(classic).toContain(
      'INSTALL_ARGUMENTS=/Role "MS" /InstallLocation "C:\\Program Files (x86)\\Microsoft Azure Site Recovery" /Platform "VmWare" /Silent\r\n',
    );
    expect(classic).toContain('UPGRADE_ARGUMENTS=/Platform "VmWare" /Silent\r\n');
    expect(classic).toContain("REGISTER_ARGUMENTS=/CSEndPoint 10.20.0.4\r\n");
    const modernized = fileOf("windows/package.conf", { fabric: MODERNIZED });
    expect(modernized).toContain("REGISTER_ARGUMENTS=/CSType CSPrime\r\n");
    expect(modernized).toMatch(/UPGRADE_ARGUMENTS=.*\/InstallationType Upgrade \/CSType CSPrime/);
    expect(classic + modernized).not.toMatch(/Agent"/);
  });

  it("tell Configuration Manager what it can act on: both restarts apart, 1618 to try again", () => {
    for (const [name, text] of scripts) expect(text, name).not.toMatch(/1641\) \{ return 3010/);
    expect(textOf("install.ps1")).toMatch(/BUSY_CODES[\s\S]{0,60}Leave 1618/);
    expect(fileOf("windows/package.conf")).toContain("BUSY_CODES=41 1618\r\n");
  });

  it("detect by standing alone: Configuration Manager takes over the text of one script only", () => {
    expect(textOf("detect.ps1")).not.toMatch(/common\.ps1|package\.conf/);
    expect(textOf("detect.ps1").trim().endsWith("exit 0")).toBe(true);
  });

  it("start as 64-bit from the 32-bit client", () => {
    expect(textOf("run.cmd")).toContain("Sysnative");
  });
});
