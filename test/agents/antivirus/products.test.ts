import { expect, it } from "vitest";
import { antivirusWarnings } from "../../../lib/agents/antivirus/antivirus.js";
import { windowsFolders } from "../../../lib/agents/antivirus/exclusions.js";
import { productsOf } from "../../../lib/agents/antivirus/products.js";

it("names products by their services and places, once each, and nothing that it does not know", () => {
  expect(productsOf(["ekrn", "AVP21.3", "/opt/CrowdStrike", "spooler"])).toEqual(["CrowdStrike Falcon", "ESET", "Kaspersky"]);
  expect(productsOf(["McShield", "mfetp"])).toEqual(["Trellix or McAfee"]);
  expect(productsOf([])).toEqual([]);
});

it("wants the folders of the article and of the later one, and that of an agent that lies elsewhere", () => {
  const both = ["C:\\ProgramData\\ASR\\agent", "C:\\Program Files (x86)\\Microsoft Azure Site Recovery"];
  expect(windowsFolders()).toEqual(both);
  expect(windowsFolders("C:\\Program Files (x86)\\Microsoft Azure Site Recovery\\agent")).toEqual(both);
  expect(windowsFolders("D:\\ASR\\agent")).toEqual([...both, "D:\\ASR\\agent"]);
  for (const told of [
    "C:\\",
    "D:\\ASR",
    "C:\\Windows\\System32",
    "D:\\*\\agent",
    "\\\\server\\share\\agent",
    "%SystemRoot%\\x\\y",
    "D:\\a\\..\\..\\x",
  ])
    expect(windowsFolders(told)).toEqual(both);
});

it("tells what a scanner that is changed lacks, and what people have to do for one that is not", () => {
  const told = { asked: "Microsoft Defender", folders: ["C:\\a", "C:\\b"] };
  expect(antivirusWarnings({ products: ["Microsoft Defender"], missing: [], added: [] }, told)).toEqual([]);
  expect(antivirusWarnings({ products: [], added: [] }, told)).toEqual([]);
  expect(antivirusWarnings({ products: ["Microsoft Defender", "ESET"], missing: ["C:\\b"], added: [] }, told)).toEqual([
    "Microsoft Defender does not leave out C:\\b (Set-AsrMobilityServiceAntivirusExclusion adds that)",
    "ESET is there, which no job changes: let it leave out C:\\a, C:\\b",
  ]);
  expect(antivirusWarnings({ products: ["Microsoft Defender"], hidden: true, added: [] }, told)[0]).toMatch(/does not tell what it leaves out/);
});
