import { describe, expect, it } from "vitest";
import { antivirusExclusions, antivirusNote } from "../../../lib/agents/antivirus/exclusions.js";
import { serverExclusions } from "../../../lib/agents/antivirus/server-exclusions.js";

describe("antivirusExclusions", () => {
  it("names no folder on Linux as the vendor's, and says that there is no list", () => {
    expect(antivirusExclusions({ family: "Linux", generation: "Classic" }).every(({ source }) => source === "inferred")).toBe(true);
    expect(antivirusNote("Linux")).toMatch(/no list for Linux/);
    expect(antivirusNote("Windows")).toBeUndefined();
  });
});

describe("serverExclusions", () => {
  const pathsOf = (generation: "Classic" | "Modernized", role: string) => serverExclusions(generation).find((one) => one.role === role)?.paths ?? [];
  it("has another list for each role, of the fabric's own generation", () => {
    expect(serverExclusions("Classic").map(({ role, paths }) => [role, paths.length])).toEqual([
      ["ConfigurationServer", 15],
      ["ProcessServer", 6],
      ["MasterTarget", 6],
    ]);
    expect(serverExclusions("Modernized").map(({ role, paths }) => [role, paths.length])).toEqual([["ReplicationAppliance", 15]]);
  });
  it("keeps what is the configuration server's alone from the others", () => {
    for (const path of ["C:\\inetpub", "C:\\strawberry", "C:\\ProgramData\\MySQL"]) {
      expect(pathsOf("Classic", "ConfigurationServer")).toContain(path);
      expect(pathsOf("Classic", "ProcessServer")).not.toContain(path);
    }
    expect(pathsOf("Modernized", "ReplicationAppliance")).toContain("E:\\");
  });
});
