import { expect, it } from "vitest";
import { filePattern, findOsRow, OS_CATALOGUE } from "../../../lib/agents/systems/os-catalogue.js";

it("names each tag once", () => {
  expect(new Set(OS_CATALOGUE.map(({ tag }) => tag.toLowerCase())).size).toBe(OS_CATALOGUE.length);
});

it("knows the 25 published Linux tags", () => {
  expect(OS_CATALOGUE.filter(({ family, unpublished }) => family === "Linux" && !unpublished)).toHaveLength(25);
});

it("has the installer files of the table of 2019", () => {
  const of2019 = ["Windows", "RHEL6-64", "RHEL7-64", "SLES12-64", "SLES11-SP3-64", "SLES11-SP4-64", "OL6-64", "UBUNTU-14.04-64", "UBUNTU-16.04-64"];
  expect([...of2019, "DEBIAN7-64", "DEBIAN8-64"].map((tag) => findOsRow(tag)).map((row) => row && filePattern(row))).toEqual([
    "Microsoft-ASR_UA*Windows*release.exe",
    "Microsoft-ASR_UA*RHEL6-64*release.tar.gz",
    "Microsoft-ASR_UA*RHEL7-64*release.tar.gz",
    "Microsoft-ASR_UA*SLES12-64*release.tar.gz",
    "Microsoft-ASR_UA*SLES11-SP3-64*release.tar.gz",
    "Microsoft-ASR_UA*SLES11-SP4-64*release.tar.gz",
    "Microsoft-ASR_UA*OL6-64*release.tar.gz",
    "Microsoft-ASR_UA*UBUNTU-14.04-64*release.tar.gz",
    "Microsoft-ASR_UA*UBUNTU-16.04-64*release.tar.gz",
    "Microsoft-ASR_UA*DEBIAN7-64*release.tar.gz",
    "Microsoft-ASR_UA*DEBIAN8-64*release.tar.gz",
  ]);
});

it("finds a row without regard to case", () => {
  expect(findOsRow("ubuntu-22.04-64")?.tag).toBe("UBUNTU-22.04-64");
  expect(findOsRow("UBUNTU-23.04-64")).toBeUndefined();
});

it("says which archives hold LZMA", () => {
  expect(findOsRow("RHEL7-64")?.packing).toBe("lzma");
  expect(findOsRow("DEBIAN10-64")?.packing).toBe("gzip");
});
