import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstallerName } from "../../../lib/agents/installers/installer-name.js";
import { OS_CATALOGUE } from "../../../lib/agents/systems/os-catalogue.js";

describe("parseInstallerName", () => {
  it.each([
    ["Microsoft-ASR_UA_9.1.0.0_Windows_GA_02May2016_release.exe", "9.1.0.0", "Windows", "2016-05-02", "exe"],
    ["Microsoft-ASR_UA_9.48.0.0_Windows_GA_24Feb2022_Release.exe", "9.48.0.0", "Windows", "2022-02-24", "exe"],
    ["Microsoft-ASR_UA_9.64.7374.1_RHEL9-64_GA_11Mar2025_release.tar.gz", "9.64.7374.1", "RHEL9-64", "2025-03-11", "tar.gz"],
    ["microsoft-asr_ua_9.30.0.0_ubuntu-16.04-64_ga_22OCT2019_RELEASE.TAR.GZ", "9.30.0.0", "UBUNTU-16.04-64", "2019-10-22", "tar.gz"],
  ])("reads %s", (name, version, osTag, buildDate, kind) => expect(parseInstallerName(name)).toEqual({ version, osTag, buildDate, kind }));

  it.each([
    ["agent.tar.gz", "Expected Microsoft-ASR_UA_"],
    ["Microsoft-ASR_UA_9.62.0.0_AIX-64_GA_20Jun2024_release.tar.gz", '"AIX-64" is no known OS tag'],
    ["Microsoft-ASR_UA_9.62.0.0_RHEL7-64_GA_20Jun2024_release.exe", "RHEL7-64 installers end in tar.gz"],
    ["Microsoft-ASR_UA_9.62.0.0_Windows_GA_20Jun2024_release.tar.gz", "Windows installers end in exe"],
    ["Microsoft-ASR_UA_9.62.0.0_RHEL7-64_GA_31Jun2024_release.tar.gz", '"31Jun2024" is no date'],
    ["Microsoft-ASR_UA_9.62.0.0_RHEL7-64_GA_20Jux2024_release.tar.gz", '"20Jux2024" is no date'],
    ["Microsoft-ASR_UA_9..0_RHEL7-64_GA_20Jun2024_release.tar.gz", '"9..0" is no version'],
    ["../Microsoft-ASR_UA_9.62.0.0_RHEL7-64_GA_20Jun2024_release.tar.gz", "Expected"],
  ])("refuses %s and says what was expected", (name, message) => expect(() => parseInstallerName(name)).toThrow(message));

  it("reads back every name that is written by the pattern", () => {
    const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const date = fc.date({ min: new Date("2015-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    const fields = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(9999), fc.nat(9));
    fc.assert(
      fc.property(fc.constantFrom(...OS_CATALOGUE), fields, date, (row, version, day) => {
        const iso = day.toISOString().slice(0, 10);
        const text = `${iso.slice(8)}${month[day.getUTCMonth()]}${iso.slice(0, 4)}`;
        const kind = row.packing === "exe" ? "exe" : "tar.gz";
        const name = `Microsoft-ASR_UA_${version.join(".")}_${row.tag}_GA_${text}_release.${kind}`;
        expect(parseInstallerName(name)).toEqual({ version: version.join("."), osTag: row.tag, buildDate: iso, kind });
      }),
    );
  });

  it("answers any other text with its own error", () => {
    fc.assert(
      fc.property(fc.string(), (text) => void expect(() => parseInstallerName(text)).toThrow("is not the name of a Mobility service installer")),
    );
  });
});
