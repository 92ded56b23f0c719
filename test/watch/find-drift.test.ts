import { expect, it } from "vitest";
import { parseProbe } from "../../lib/agents/windows/probe.js";
import { findDrift } from "../../lib/watch/find-drift.js";
import { TOLD, told } from "../agents/windows/probe-sample.js";
import { aFabric, aMachine } from "../store/samples.js";

const FOLDER = "C:\\ProgramData\\ASR\\agent";
const found = (over: Partial<typeof TOLD> = {}) => parseProbe(told(over));
const defender = (exclusions: string[]) => ({ antivirus: { ...TOLD.antivirus, defender: { works: true, mode: "Normal", exclusions } } });
const codes = (before: object, probe: ReturnType<typeof found>) =>
  findDrift({
    ...{ before: aMachine({ osType: "Windows", ...before }), found: probe, byJob: false, now: new Date("2026-11-01T10:00:00Z") },
    fabric: aFabric({ serverAddress: "10.0.0.2" }),
  }).told.map(({ code }) => code);
const AGENT = { version: "9.61.7016.1", configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T09:00:00.000Z" };
const SET = { agent: AGENT, antivirus: { products: ["Microsoft Defender"], missing: [], added: [FOLDER] } };

it("tells of a Windows machine what it tells of any other, in that system's words", () => {
  expect(codes({ agent: AGENT }, found())).toEqual([]);
  expect(codes({ agent: AGENT }, found({ driverLoaded: false, freeInstallKb: 1000 }))).toEqual(["DriverNotLoaded", "NotEnoughSpace"]);
  expect(codes({ agent: AGENT }, found({ agent: null }))).toEqual(["AgentRemoved"]);
});

it("tells once that exclusions are lost which were set, and when that is over", () => {
  expect(codes(SET, found(defender([])))).toEqual(["ExclusionsLost"]);
  expect(codes({ ...SET, watch: { probedAt: AGENT.checkedAt, problems: ["ExclusionsLost"], untold: [] } }, found(defender([])))).toEqual([]);
  expect(codes({ ...SET, watch: { probedAt: AGENT.checkedAt, problems: ["ExclusionsLost"], untold: [] } }, found())).toEqual(["MachineRecovered"]);
  expect(codes({ agent: AGENT, antivirus: { ...SET.antivirus, missing: [FOLDER] } }, found(defender([])))).toEqual([]);
});

it("tells of an Azure VM agent that is not at work in Azure", () => {
  expect(codes({ agent: AGENT }, found({ assetTag: "7783-7084-3265-9085-8269-3286-77" }))).toEqual(["VmAgentNotRunning"]);
});
