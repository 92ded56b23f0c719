import { describe, expect, it } from "vitest";
import type { ReadinessWish } from "../../../lib/agents/readiness/readiness.js";
import { detectOs } from "../../../lib/agents/windows/detect-os.js";
import { parseProbe } from "../../../lib/agents/windows/probe.js";
import { windowsReadiness } from "../../../lib/agents/windows/readiness.js";
import { TOLD, told } from "./probe-sample.js";

const wish: ReadinessWish = { purpose: "install", generation: "Classic", now: new Date(TOLD.clock * 1000), versions: ["9.62.7096.1"] };
const ready = (change: Partial<typeof TOLD> = {}, more: Partial<ReadinessWish> = {}) =>
  windowsReadiness(parseProbe(told({ agent: null, ...change })), { ...wish, ...more });

describe("windowsReadiness", () => {
  it("finds nothing in the way of a healthy machine", () => {
    expect(ready()).toMatchObject({ ready: true, problems: [], unknown: [], warnings: [], os: { supported: true, tag: "Windows" } });
    expect(ready({ agent: TOLD.agent }, { purpose: "update" })).toMatchObject({ ready: true, problems: [] });
  });

  it.each<[string, Partial<typeof TOLD>, string, RegExp]>([
    ["too little space", { freeInstallKb: 1_000 }, "NotEnoughSpace", /1000 KB free and needs 1048576 KB/],
    ["too little memory", { memoryKb: 500_000 }, "NotEnoughSpace", /InstallerRequiredMemoryError/],
    [".NET that is too old", { dotNet: 378_389 }, "ToolMissing", /4\.6\.2/],
    ["no .NET", { dotNet: null as unknown as number }, "ToolMissing", /no \.NET Framework 4/],
    ["secure boot", { secureBoot: 1 as unknown as null }, "SecureBootEnabled", /UEFI/],
    ["a disabled service", { services: [{ name: "vss", start: "Disabled" }] }, "ToolMissing", /vss is disabled.*CriticalServicesMissing/],
    ["boot partitions on two disks", { diskBoot: ["0", "1"] }, "UnsupportedBoot", /disks 0, 1/],
    ["a driver of an earlier agent", { pendingRestart: ["InDskFlt"] }, "RebootRequired", /ends with 62/],
    ["an old Windows", { build: "7600", productName: "Windows Server 2008 R2 Standard" }, "UnsupportedOperatingSystem", /lacks Service Pack 1/],
    ["2008 R2 without SHA-2", { build: "7601", hotFixes: ["KB4490628"] }, "ToolMissing", /lacks KB4474419/],
    ["another installation", { atWork: ["msiexec.exe msiexec /i other.msi"] }, "InstallerBusy", /other\.msi/],
  ])("names %s", (_, change, code, message) => {
    expect(ready(change)).toMatchObject({ ready: false, problems: [{ code, message: expect.stringMatching(message) }] });
  });

  it("warns of exclusions and of the Azure VM agent, but not one that is about to be removed", () => {
    const defender = { works: true, mode: "Normal", exclusions: [] };
    const lacking = { agent: TOLD.agent, antivirus: { ...TOLD.antivirus, defender }, vmAgent: { ...TOLD.vmAgent, state: "Absent" } };
    const warned = [
      expect.stringMatching(/Defender does not leave out C:\\ProgramData\\ASR\\agent, /),
      expect.stringMatching(/Azure VM agent is not there/),
    ];
    expect(ready(lacking, { purpose: "update" }).warnings).toEqual(warned);
    expect(ready(lacking, { purpose: "uninstall" }).warnings).toEqual([]);
  });

  it("leaves a classic agent in the fabric of an appliance to the plan, which migrates it, and lets it be registered there by nobody", () => {
    const codes = (purpose: "update" | "configure", generation: "Classic" | "Modernized", csType: string) =>
      windowsReadiness(parseProbe(told({ agent: { ...TOLD.agent, csType } })), { purpose, generation }).problems.map(({ code }) => code);
    expect(codes("update", "Modernized", "CSLegacy")).toEqual([]);
    expect(codes("configure", "Modernized", "CSLegacy")).toEqual(["RegisteredElsewhere"]);
    expect(codes("update", "Classic", "CSPrime")).toEqual(["RegisteredElsewhere"]);
  });

  it("tells a restart that Windows waits for from one that the agent's installer minds", () => {
    expect(ready({ pendingRestart: ["WindowsUpdate", "FileRename"] })).toMatchObject({
      ready: true,
      warnings: [expect.stringContaining("Windows Update, files that are to be renamed")],
    });
  });

  it("asks for no SHA-2 updates where the installer is older than that, and lets an agent be removed whatever the machine lacks", () => {
    expect(ready({ build: "7601" }, { versions: ["9.28.0.0"] }).ready).toBe(true);
    expect(ready({ freeInstallKb: 0, dotNet: 0, agent: TOLD.agent }, { purpose: "uninstall" }).ready).toBe(true);
  });

  it("does not take what could not be read for enough", () => {
    expect(ready({ freeInstallKb: null as unknown as number })).toMatchObject({ ready: false, unknown: [expect.stringContaining("install folder")] });
  });
});

describe("detectOs", () => {
  it.each([
    ["7601", "Server", true],
    ["9200", "Server", true],
    ["9600", "Server Core", true],
    ["14393", "Server", true],
    ["17763", "Server", true],
    ["20348", "Server", true],
    ["26100", "Server Core", true],
    ["6002", "Server", false],
    ["19045", "Client", true],
    ["7601", "Client", true],
    ["7600", "Client", false],
  ])("build %s of a %s: %s", (build, kind, supported) => {
    expect(detectOs(parseProbe(told({ build, kind }))).supported).toBe(supported);
  });

  it("refuses 32-bit systems", () => {
    expect(detectOs(parseProbe(told({ is64Bit: false })))).toMatchObject({ supported: false, reason: "Architecture" });
  });
});
