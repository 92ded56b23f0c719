import { describe, expect, it } from "vitest";
import { parseAgentNow, parseProbe } from "../../../lib/agents/windows/probe.js";
import { TOLD, told } from "./probe-sample.js";

describe("parseProbe", () => {
  it("reads a machine and its agent, with the build number where the agent's version leaves it out", () => {
    expect(parseProbe(told())).toMatchObject({
      ...{ system: "Windows", hostName: "WIN-1", biosId: "c2bc31fb-777f-47b5-a8ed-8cadc4c40a1b", kernel: "10.0.20348", secureBoot: false },
      ...{ driverLoaded: true, freeKb: { systemDisk: 71_133_884 }, processes: {} },
      agent: { version: "9.61.7016.1", configured: true, csType: "CSLegacy", servicesRunning: true, serverAddress: "10.0.0.2" },
    });
  });

  it("has no agent where there is none, and one without a version where its record is damaged", () => {
    expect(parseProbe(told({ agent: null })).agent).toBeUndefined();
    expect(parseProbe(told({ agent: { ...TOLD.agent, version: "nonsense" } })).agent).toMatchObject({ configured: true });
    expect(parseProbe(told({ agent: { ...TOLD.agent, version: "nonsense" } })).agent?.version).toBeUndefined();
  });

  it("takes PowerShell's list of one for what it is, and Windows' idle installer service for no installation", () => {
    const busy = parseProbe(told({ atWork: "UnifiedAgent.exe C:\\x\\UnifiedAgent.exe /Silent", pendingRestart: "InDskFlt" as unknown as string[] }));
    expect(busy).toMatchObject({ processes: { installer: expect.stringContaining("UnifiedAgent.exe") }, pendingRestart: ["InDskFlt"] });
    expect(parseProbe(told({ atWork: ["msiexec.exe C:\\Windows\\system32\\msiexec.exe /V", "msiexec.exe "] })).processes).toEqual({});
    expect(parseProbe(told({ atWork: ["msiexec.exe msiexec /i x.msi /qn"] })).processes.installer).toContain("x.msi");
  });

  it.each(["", "{", "null", "[]", '{"hostName":""}', told().slice(0, 300)])("takes %j for no probe", (output) => {
    expect(() => parseProbe(output)).toThrow(expect.objectContaining({ code: "CommandFailed" }));
  });

  it("keeps nonsense of a machine from being a number, and what a terminal would obey from being obeyed", () => {
    const odd = parseProbe(told({ clock: -1, freeSystemKb: 1e300, dotNet: "many" as unknown as number, productName: "Win\u001b[2Jdows\n" }));
    expect([odd.clockSeconds, odd.freeKb.systemDisk, odd.dotNet]).toEqual([undefined, undefined, undefined]);
    expect(odd.windows.name).toBe("Win\\u{1b}[2Jdows ");
  });
});

it("parseAgentNow reads the version and what is at work", () => {
  expect(parseAgentNow(told())).toEqual({ version: "9.61.7016.1", processes: {} });
  expect(() => parseAgentNow('{"agent":')).toThrow(expect.objectContaining({ code: "CommandFailed" }));
});

describe("what a Windows machine tells of its virus scanners", () => {
  const defender = (exclusions: string[] | null, mode = "Normal") => ({ works: true, mode, exclusions });
  const antivirus = (over: object) => parseProbe(told({ antivirus: { ...TOLD.antivirus, ...over } })).antivirus;

  it("is which of its folders Defender does not leave out, however the exclusions are written", () => {
    expect(antivirus({})).toEqual({ products: ["Microsoft Defender"], missing: [], added: [] });
    expect(antivirus({ defender: defender([]), services: ["ekrn"], added: ["C:\\ProgramData\\ASR\\agent"] })).toEqual({
      ...{ products: ["Microsoft Defender", "ESET"], added: ["C:\\ProgramData\\ASR\\agent"] },
      missing: ["C:\\ProgramData\\ASR\\agent", "C:\\Program Files (x86)\\Microsoft Azure Site Recovery"],
    });
  });

  it("is not known where Defender stands by, is not there, or hides it", () => {
    expect(antivirus({ defender: null })).toEqual({ products: [], added: [] });
    expect(antivirus({ defender: defender([], "Passive Mode"), services: ["CSFalconService"] })).toEqual({
      products: ["CrowdStrike Falcon"],
      added: [],
    });
    for (const hidden of [null, ["N/A: Must be an administrator to view exclusions"]])
      expect(antivirus({ defender: defender(hidden) })).toEqual({ products: ["Microsoft Defender"], hidden: true, added: [] });
    expect(parseProbe(told({ antivirus: "nonsense" as never })).antivirus).toEqual({ products: [], added: [] });
  });
});
