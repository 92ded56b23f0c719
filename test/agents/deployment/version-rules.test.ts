import { describe, expect, it } from "vitest";
import { versionRules } from "../../../lib/agents/deployment/version-rules.js";
import { azureVmAgentNotes } from "../../../lib/agents/vm-agent/notes.js";

const rules = (version: string, osName?: string) => versionRules({ osTag: "Windows", osName, versions: [version] }).join("\n");

describe("versionRules", () => {
  it.each([
    ["Microsoft Windows Server 2008 R2 Enterprise", /needs .*KB4490628.*KB4474419/],
    ["Windows Server 2008 R2 SP1", /needs .*KB4490628.*KB4474419/],
    ["Microsoft Windows 7 Professional", /needs .*KB4490628.*KB4474419/],
    ["Windows Server 2008 SP2", /needs .*KB4493730/],
    ["Windows Server 2012 R2", /no update of Windows is needed/],
    ["Microsoft Windows Server 2019 Datacenter", /no update of Windows is needed/],
    [undefined, /is not known.*KB4490628.*KB4493730/],
    ["Microsoft Windows Server (unclear)", /no update of Windows is needed/],
  ])("answers for %s from 9.30 on, and asks nothing before", (osName, text) => {
    expect(rules("9.30.0.0", osName)).toMatch(text);
    expect(rules("9.62.7096.1", osName)).toMatch(text);
    expect(rules("9.29.0.0", osName)).toMatch(/no updates of Windows are asked for/);
    expect(rules("9.29.0.0", osName)).not.toMatch(/KB/);
  });
  it("does not take 2008 R2 for 2008", () => expect(rules("9.30.0.0", "Windows Server 2008 R2")).not.toContain("KB4493730"));
  it("says from 9.23 on that a failure of VSS is a warning, and before that it fails the installation", () => {
    expect(rules("9.23.0.0")).toMatch(/cannot be installed, that is a warning/);
    expect(rules("9.22.0.0")).toMatch(/the installation fails/);
    expect(rules("10.1.0.0")).toMatch(/cannot be installed, that is a warning/);
  });
  it("has an answer for each version on the way, and none for Linux", () => {
    expect(versionRules({ osTag: "Windows", versions: ["9.20.0.0", "9.24.0.0"] })).toHaveLength(4);
    expect(versionRules({ osTag: "RHEL8-64", versions: ["9.62.7096.1"] })).toEqual([]);
  });
});

describe("azureVmAgentNotes", () => {
  it("tells from the version whether Windows gets the agent, and the rule where the version is not known", () => {
    expect(azureVmAgentNotes("Windows", "9.6.4.0").join()).toMatch(/9\.6\.4\.0 brings no Azure VM agent/);
    expect(azureVmAgentNotes("Windows", "9.7.0.0").join()).toMatch(/the installer brings the Azure VM agent/);
    expect(azureVmAgentNotes("Windows").join()).toMatch(/from 9\.7\.0\.0 on/);
  });
});
