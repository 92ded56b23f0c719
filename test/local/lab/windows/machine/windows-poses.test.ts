import { expect, it } from "vitest";
import { poseRegistry } from "../../../../../local/lab/windows/machine/windows-poses.js";

const REGISTRY = String.raw`WINE REGISTRY Version 2

[Software\\Microsoft\\Windows NT\\CurrentVersion] 1795956504
#time=1dd7fffec2851cc
"CurrentBuild"="19043"
"CurrentVersion"="6.3"
"ProductName"="Windows 10 Pro"
"SystemRoot"="C:\\windows"

[System\\ControlSet001\\Control\\ProductOptions] 1795956504
"ProductType"="WinNT"

[Other] 1
"ProductName"="stays"
`;

it("says in the registry what the machine poses as, and leaves the rest", () => {
  const posed = poseRegistry(REGISTRY, "2012R2");
  expect(posed).toContain('"ProductName"="Windows Server 2012 R2 Standard"');
  expect(posed).toContain('"CurrentBuild"="9600"');
  expect(posed).toContain('"CurrentMajorVersionNumber"=dword:00000006');
  expect(posed).toContain('"ProductType"="ServerNT"');
  expect(posed).toContain('"SystemRoot"="C:\\\\windows"');
  expect(posed).toContain('[Other] 1\n"ProductName"="stays"');
  expect(posed).not.toContain("Windows 10 Pro");
});

it("says so when Wine keeps its registry otherwise", () => {
  expect(() => poseRegistry("WINE REGISTRY Version 3\n", "2022")).toThrow("no key");
});
