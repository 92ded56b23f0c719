import { expect, it } from "vitest";
import { findOsRow, OS_CATALOGUE } from "../../lib/agents/os-catalogue.js";

it("names each tag once", () => {
  expect(new Set(OS_CATALOGUE.map(({ tag }) => tag.toLowerCase())).size).toBe(OS_CATALOGUE.length);
});

it("knows the 25 published Linux tags", () => {
  expect(OS_CATALOGUE.filter(({ family, unpublished }) => family === "Linux" && !unpublished)).toHaveLength(25);
});

it("finds a row without regard to case", () => {
  expect(findOsRow("ubuntu-22.04-64")?.tag).toBe("UBUNTU-22.04-64");
  expect(findOsRow("UBUNTU-23.04-64")).toBeUndefined();
});

it("says which archives hold LZMA", () => {
  expect(findOsRow("RHEL7-64")?.packing).toBe("lzma");
  expect(findOsRow("DEBIAN10-64")?.packing).toBe("gzip");
});
