import { expect, it } from "vitest";
import { leavesOut } from "../../../lib/agents/antivirus/leaves-out.js";

const FOLDER = "C:\\ProgramData\\ASR\\agent";

it.each([
  "C:\\ProgramData\\ASR\\agent",
  "c:\\programdata\\asr\\AGENT\\",
  "C:\\ProgramData\\ASR",
  "C:\\",
  "%ProgramData%\\ASR\\agent",
  "%ALLUSERSPROFILE%\\ASR",
  "C:\\*\\ASR\\agent",
  "C:\\ProgramData\\A?R",
  "C:/ProgramData/ASR",
])("%s covers the folder", (exclusion) => {
  expect(leavesOut(exclusion, FOLDER)).toBe(true);
});

it.each([
  "",
  "D:\\ProgramData\\ASR\\agent",
  "C:\\ProgramData\\ASR\\agent\\bin",
  "C:\\ProgramData\\ASR\\agent\\*",
  "C:\\ProgramData\\*",
  "C:\\ProgramData\\ASR\\age",
  "C:\\ProgramData\\AS",
  "%ProgramFiles%\\ASR\\agent",
  "svagents.exe",
  "N/A: Must be an administrator to view exclusions",
])("%s does not", (exclusion) => {
  expect(leavesOut(exclusion, FOLDER)).toBe(false);
});

it("is not slow with a pattern of many stars", () => {
  expect(leavesOut(`C:\\${"*a".repeat(400)}`, `C:\\${"a".repeat(1000)}b`)).toBe(false);
});
