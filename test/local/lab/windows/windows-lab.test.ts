import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh2, { type ClientChannel } from "ssh2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, startLab } from "../../../../local/lab/lab.js";
import { makeWindowsInstaller } from "../../../../local/lab/windows/installer/windows-installer.js";
import type { WindowsMachine } from "../../../../local/lab/windows/machine/windows-machine.js";
import { until } from "../../../until.js";
import { LAB_DIR } from "../here.js";
import { lacksWindows, TREE } from "./here.js";

const PRODUCT = String.raw`HKLM\SOFTWARE\Wow6432Node\InMage Systems\Installed Products\5`;
const AGENT = String.raw`C:\Program Files (x86)\Microsoft Azure Site Recovery\agent`;
const UNINSTALL = String.raw`MsiExec.exe /qn /x {275197FC-14FD-4560-A5EB-38217F80CBD1} /L+*V "C:\ProgramData\ASRSetupLogs\UnifiedAgentMSIUninstall.log"`;
const UPGRADE = String.raw`C:\Temp\files\UnifiedAgent.exe /Platform "VmWare" /Silent`;

describe.skipIf(!TREE)(`a Windows machine of the lab${lacksWindows}`, { timeout: 300_000 }, () => {
  let lab: Lab;
  let machine: WindowsMachine;
  let dir: string;

  beforeAll(async () => {
    lab = await startLab({ dir: LAB_DIR });
    machine = await lab.windows({ name: "win-lab", agent: { version: "9.58.7000.1" } });
    dir = await mkdtemp(join(tmpdir(), "windows-lab-"));
    if (!TREE) throw new Error("skipped");
    const { path } = await makeWindowsInstaller(TREE, { version: "9.62.7096.1", dir });
    await machine.writeFile(String.raw`C:\Temp\setup.exe`, await readFile(path));
    await machine.exec(String.raw`C:\Temp\setup.exe /q /x:C:\Temp\files`);
  }, 300_000);
  afterAll(async () => {
    await lab?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const code = async (line: string) => (await machine.exec(line)).exitCode;
  const printed = async (line: string) => (await machine.exec(line)).stdout;

  it("hands a line over SSH to cmd.exe, and gives both streams and the whole exit code", async () => {
    const { client, run } = await login(machine);
    expect(await run("echo out& echo err>&2& exit 3010")).toEqual({ stdout: "out\r\n", stderr: "err\r\n", exitCode: 3010 });
    expect(await run("exit -1")).toMatchObject({ exitCode: 4_294_967_295 });
    client.end();
  });

  it("refuses a line that is too long for cmd.exe, as Windows does", async () => {
    expect(await machine.exec(`echo ${"x".repeat(8200)}`)).toMatchObject({ exitCode: 1, stderr: "The command line is too long.\r\n" });
  });

  it("runs a script of PowerShell from standard input, and catches what is thrown", async () => {
    const script = "try { Get-Service none -ErrorAction Stop } catch { 'caught' }\n(Get-CimInstance Win32_OperatingSystem).Caption\nexit 1641\n";
    const { stdout, exitCode } = await machine.exec("powershell.exe -NoProfile -NonInteractive -Command -", script);
    expect(stdout.split("\r\n")).toEqual(["caught", "Microsoft Windows Server 2022 Standard", ""]);
    expect(exitCode).toBe(1641);
  });

  it("shows its drive over sftp as Windows' sshd does", async () => {
    const { client } = await login(machine);
    const sftp = await new Promise<import("ssh2").SFTPWrapper>((resolve, reject) =>
      client.sftp((error, opened) => (error ? reject(error) : resolve(opened))),
    );
    const home = await new Promise((resolve, reject) => sftp.realpath(".", (error, path) => (error ? reject(error) : resolve(path))));
    expect(home).toBe("/C:/users/Administrator");
    await new Promise<void>((resolve, reject) => sftp.writeFile("/C:/Temp/héllo.txt", "text", (error) => (error ? reject(error) : resolve())));
    expect(await printed(String.raw`type C:\Temp\héllo.txt`)).toBe("text");
    client.end();
  });

  it("ends the programs of a session whose connection is lost", async () => {
    const { client, start } = await login(machine);
    await start(String.raw`C:\lab\anchor.exe`);
    const anchors = async () => (await printed("tasklist")).split("anchor.exe").length - 1;
    await until(async () => (await anchors()) === 2);
    client.destroy();
    await until(async () => (await anchors()) === 1);
  });

  it("has an agent of the lab: registry, services, driver", async () => {
    expect(await printed(`reg query "${PRODUCT}" /v Version`)).toContain("9.58.7000.1");
    expect(await printed(`reg query "${PRODUCT}" /v AgentConfigurationStatus`)).toContain("Succeeded");
    for (const service of ["svagents", '"InMage Scout Application Service"', "InDskFlt"])
      expect(await printed(`sc query ${service}`)).toContain("RUNNING");
    expect(await code(`"${AGENT}\\drvutil.exe" --EnumerateDisks`)).toBe(0);
  });

  it("refuses what the real installer refuses", async () => {
    expect(await code(`${UPGRADE} /Role "Agent"`)).toBe(2);
  });

  it.each([
    [{ installerExitCode: 1603 }, 1603, ""],
    [{ msiBusy: true }, 97, "MSIInstallationFailure_InstallationAlreadyRunning"],
    [{ prerequisiteFails: true }, 99, "ASRMobilityServiceCriticalServicesMissing"],
    [{ servicesDoNotStop: true }, 43, ""],
    [{ freeMegabytes: 1023 }, 10, ""],
  ] as const)("ends its installer by the order %j with %i, and keeps the agent that is there", async (faults, exitCode, error) => {
    await machine.setFaults(faults);
    expect(await code(`del C:\\Temp\\errors.json & ${UPGRADE} /ValidationsOutputJsonFilePath C:\\Temp\\errors.json`)).toBe(exitCode);
    expect(await printed(String.raw`type C:\Temp\errors.json`)).toContain(error);
    await machine.setFaults({});
    expect(await printed(`reg query "${PRODUCT}" /v Version`)).toContain("9.58.7000.1");
  });

  it("has a driver that recommends a restart, or insists on one where that is ordered or the new one is far off", async () => {
    const driver = (version: string) => code(`"${AGENT}\\drvutil.exe" --LabInstallDriver ${version}`);
    expect(await driver("9.59.0.0")).toBe(3010);
    expect(await driver("9.63.0.0")).toBe(1641);
    await machine.setFaults({ mandatoryRestart: true });
    expect(await driver("9.59.0.0")).toBe(1641);
    await machine.setFaults({});
  });

  it("upgrades in a scheduled task, though the connection that started it is lost", async () => {
    await machine.setFaults({ installerWaits: true });
    const { client, run } = await login(machine);
    await machine.writeFile(String.raw`C:\Temp\task.xml`, taskXml(UPGRADE));
    expect(await run(String.raw`schtasks /Create /TN \Fleet\upgrade /XML C:\Temp\task.xml /F`)).toMatchObject({ exitCode: 0 });
    expect(await run(String.raw`schtasks /Run /TN \Fleet\upgrade`)).toMatchObject({ exitCode: 0 });
    client.destroy();
    expect(await printed(String.raw`schtasks /Query /TN \Fleet\upgrade`)).toContain("267009");
    await machine.setFaults({});
    await until(async () => (await printed(String.raw`schtasks /Query /TN \Fleet\upgrade`)).includes("Last Result:   3010"), { everyMs: 500 });
    expect(await code(String.raw`schtasks /Delete /TN \Fleet\upgrade /F`)).toBe(0);
    expect(await printed(`reg query "${PRODUCT}" /v Version`)).toContain("9.62.7096.1");
    expect(await code(UPGRADE)).toBe(0);
  });

  it("comes back from a restart with its services and its driver", async () => {
    const { client } = await login(machine);
    const gone = new Promise<void>((resolve) => client.once("close", () => resolve()));
    await machine.exec("shutdown /r /t 0");
    await gone;
    expect(await printed(`reg query "${PRODUCT}" /v AgentConfigurationStatus`)).toContain("Succeeded");
    await until(async () => (await printed("sc query svagents")).includes("RUNNING"));
    expect(await printed("sc query InDskFlt")).toContain("RUNNING");
  });

  it("is uninstalled by the article's line, leaves nothing, and knows the product no more", async () => {
    await machine.setFaults({ uninstallerStuck: true });
    expect(await code(UNINSTALL)).toBe(1603);
    await machine.setFaults({});
    expect(await code(UNINSTALL)).toBe(0);
    expect(await code(UNINSTALL)).toBe(1605);
    expect(await code(`reg query "${PRODUCT}"`)).toBe(1);
    expect(await code(`dir "${AGENT}"`)).not.toBe(0);
    for (const service of ["svagents", "InDskFlt"]) expect(await code(`sc query ${service}`)).not.toBe(0);
    expect(await machine.readFile(String.raw`C:\ProgramData\ASRSetupLogs\UnifiedAgentMSIUninstall.log`)).not.toBe("");
  });

  it("is not installed while a restart is pending, and comes without services where they do not start", async () => {
    await machine.setFaults({ restartPending: true });
    expect(await code(UPGRADE)).toBe(62);
    await machine.setFaults({ servicesDoNotStart: true });
    expect(await code(UPGRADE)).toBe(44);
    expect(await printed("sc query svagents")).toContain("STOPPED");
  });
});

/** As the product writes it: UTF-16 with its mark. */
function taskXml(line: string): Buffer {
  const [, command = "", words = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
  const escaped = words.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const exec = `<Actions Context="Author"><Exec><Command>${command}</Command><Arguments>${escaped}</Arguments></Exec></Actions>`;
  return Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>\r\n<Task version="1.2" xmlns="x">${exec}</Task>`, "utf16le");
}

async function login(machine: WindowsMachine) {
  const client = new ssh2.Client();
  const { address, port } = machine.place();
  await new Promise<void>((resolve, reject) => {
    client.once("ready", resolve).on("error", reject);
    client.connect({ host: address, port, username: machine.account.name, password: machine.account.password ?? "", readyTimeout: 60_000 });
  });
  const start = (line: string) =>
    new Promise<ClientChannel>((resolve, reject) => client.exec(line, (error, channel) => (error ? reject(error) : resolve(channel))));
  const run = async (line: string) => {
    const channel = await start(line);
    const texts = { stdout: "", stderr: "" };
    channel.on("data", (data: Buffer) => {
      texts.stdout += data.toString();
    });
    channel.stderr.on("data", (data: Buffer) => {
      texts.stderr += data.toString();
    });
    channel.end();
    const exitCode = await new Promise<number>((resolve) => channel.once("close", resolve));
    return { ...texts, exitCode };
  };
  return { client, start, run };
}
