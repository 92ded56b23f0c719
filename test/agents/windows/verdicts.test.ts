import { describe, expect, it } from "vitest";
import { errorsInLog } from "../../../lib/agents/windows/errors-in-log.js";
import { parseLeftOvers } from "../../../lib/agents/windows/left-overs.js";
import { WINDOWS } from "../../../lib/agents/windows/platform.js";
import { windowsVerdictOf } from "../../../lib/agents/windows/verdicts.js";
import { Secret } from "../../../lib/core/secret.js";

describe("windowsVerdictOf", () => {
  it.each([
    [0, "install", "Succeeded"],
    [12, "install", "AlreadyInstalled"],
    [98, "install", "SucceededRebootRecommended"],
    [1641, "install", "SucceededRebootRecommended"],
    [3010, "install", "SucceededRebootRecommended"],
    [0, "uninstall", "Succeeded"],
    [1605, "uninstall", "Succeeded"],
    [1641, "uninstall", "Succeeded"],
    [3010, "uninstall", "Succeeded"],
    [98, "register", "Succeeded"],
  ] as const)("takes %i of the phase %s for %s", (code, phase, verdict) => {
    expect(windowsVerdictOf(code, { phase })).toMatchObject({ verdict });
  });

  it.each([
    [11, "install", "UpgradeNotSupported", false],
    [15, "install", "DowngradeRefused", false],
    [17, "register", "RegistrationFailed", true],
    [43, "install", "InstallerFailed", true],
    [44, "install", "ServicesNotRunning", true],
    [46, "install", "InstallerFailed", false],
    [62, "install", "RebootRequired", false],
    [97, "install", "InstallerFailed", false],
    [99, "install", "InstallerFailed", false],
    [1603, "install", "InstallerFailed", false],
    [1618, "install", "InstallerBusy", true],
    [226, "install", "InstallerRemoved", false],
    [1603, "uninstall", "UninstallFailed", false],
    [1618, "uninstall", "InstallerBusy", true],
    [97, "register", "RegistrationFailed", false],
    [227, "register", "ServerUnreachable", false],
    [225, "register", "RegistrationSecretMissing", false],
    [14, "register", "RegistrationFailed", false],
  ] as const)("takes %i of the phase %s for the failure %s", (code, phase, expected, retryable) => {
    expect(windowsVerdictOf(code, { phase })).toMatchObject({ verdict: "Failed", code: expected, retryable });
  });
});

describe("errorsInLog", () => {
  it("reads the errors file that the script printed", () => {
    const log =
      '--- InstallerErrors.json begin\n{"Errors":[{"error_name":"ASRMobilityServiceCriticalServicesMissing","default_message":"vss"}]}\n--- InstallerErrors.json end\n';
    expect(errorsInLog(log)).toMatchObject([{ code: "ToolMissing", message: "vss" }]);
  });

  it("finds the names in the installer's own log where there is no such file", () => {
    expect(errorsInLog("10:00 ASRMobilityServiceInstallerMSIInstallationFailure_InstallationAlreadyRunning (1618)\n")).toMatchObject([
      { code: "InstallerBusy" },
    ]);
    expect(errorsInLog("all is well")).toEqual([]);
  });
});

describe("the commands", () => {
  const line = '/qn /x {275197FC-14FD-4560-A5EB-38217F80CBD1} /L+*V "C:\\ProgramData\\ASRSetupLogs\\UnifiedAgentMSIUninstall.log"';
  it("removes the agent by its documentation's line, word for word", () => {
    expect(WINDOWS.uninstall("elsewhere").args).toEqual([line]);
  });

  it("names a role and a folder only to a machine without an agent", () => {
    const wish = { generation: "Classic", sha256: "d1" } as const;
    expect(WINDOWS.install({ ...wish, installed: false }).args).toEqual([
      "d1",
      '/Role "MS" /InstallLocation "C:\\Program Files (x86)\\Microsoft Azure Site Recovery" /Platform "VmWare" /Silent',
    ]);
    expect(WINDOWS.install({ ...wish, installed: true }).args).toEqual(["d1", '/Platform "VmWare" /Silent']);
  });

  it("hands the registration secret over in a file, by the switch of its generation", () => {
    const secret = new Secret("s3cret");
    const classic = WINDOWS.register({ generation: "Classic", secret, serverAddress: "10.0.0.2", serverPort: 444, agentDir: "D:\\agent" });
    expect(classic.args).toEqual([
      "D:\\agent\\UnifiedAgentConfigurator.exe",
      "/PassphraseFilePath",
      "connection.passphrase",
      "/CSEndPoint 10.0.0.2 /CSPort 444",
    ]);
    const modernized = WINDOWS.register({ generation: "Modernized", secret });
    expect(modernized.args.slice(1)).toEqual(["/SourceConfigFilePath", "config.json", "/CSType CSPrime"]);
    expect(JSON.stringify([classic.args, modernized.args])).not.toContain("s3cret");
    expect(classic.secretFiles).toEqual({ "connection.passphrase": secret });
  });
});

it("parseLeftOvers tells the agent itself from harmless remains, and words what it does not know as nothing", () => {
  const output = "running svagents\nfolder C:\\Program Files (x86)\\X\ndriver-loaded InDskFlt\nupper-filter InDskFlt\nconstructor x\nend\n";
  expect(parseLeftOvers(output)).toEqual({
    agent: ["the running service svagents"],
    remains: [
      "the folder C:\\Program Files (x86)\\X",
      "the driver InDskFlt, loaded until the next restart",
      "the upper filter InDskFlt of the disks",
    ],
    driverLoaded: true,
  });
  expect(() => parseLeftOvers("running svagents\n")).toThrow(expect.objectContaining({ code: "CommandFailed", retryable: true }));
});
