import { expect, it } from "vitest";
import { z } from "zod";
import { catalogueTable } from "../../../lib/agents/systems/catalogue-table.js";
import { CATALOGUE } from "../../../lib/agents/systems/os-catalogue.js";
import { OsCatalogue } from "../../../lib/agents/systems/os-catalogue-schema.js";
import { RELEASE_LIST } from "../../../lib/agents/versions/releases.js";
import { ReleaseList } from "../../../lib/agents/versions/releases-schema.js";

const forEditors = (schema: z.ZodType): string => `${JSON.stringify(z.toJSONSchema(schema, { io: "input" }), null, 2)}\n`;

it("is what docs/installers.md says (vitest -u writes it anew)", async () => {
  await expect(catalogueTable()).toMatchFileSnapshot("../../../docs/installers.md");
});

it("has schemas for editors that say what the app checks (vitest -u writes them anew)", async () => {
  await expect(forEditors(OsCatalogue)).toMatchFileSnapshot("../../../lib/agents/data/operating-systems.schema.json");
  await expect(forEditors(ReleaseList)).toMatchFileSnapshot("../../../lib/agents/data/update-rollups.schema.json");
});

const [row] = CATALOGUE.systems.filter(({ tag }) => tag === "RHEL7-64");
const withRow = (more: object) => ({ ...CATALOGUE, systems: [{ ...row, ...more }] });

it.each<[string, object, RegExp]>([
  ["a misspelt property", withRow({ packin: "gzip" }), /packin/],
  ["a rule that is no regular expression", withRow({ detect: { file: "/etc/redhat-release", pattern: "release (7" } }), /regular expression/],
  ["a Linux system without a rule", withRow({ detect: undefined }), /detect and sample/],
  ["a Linux system with an exe", withRow({ packing: "exe" }), /exe files/],
  ["a tag that is there twice", { ...CATALOGUE, systems: [row, { ...row, tag: "rhel7-64" }] }, /named twice/],
  ["a file that nobody asks for", { ...CATALOGUE, detectionOrder: [{ file: "/etc/lsb-release" }] }, /not in detectionOrder/],
])("refuses %s in the file of operating systems", (_what, wrong, message) => expect(() => OsCatalogue.parse(wrong)).toThrow(message));

it.each<[string, object, RegExp]>([
  ["releases out of order", { ...RELEASE_LIST, releases: RELEASE_LIST.releases.toReversed() }, /ascending/],
  ["a release without a rollup", { ...RELEASE_LIST, releases: [{ version: "9.70", rollups: [] }] }, /has rollups/],
  ["a month that is none", { ...RELEASE_LIST, releases: [{ version: "9.70", rollups: [{ number: 99, date: "2026-13" }] }] }, /date/],
])("refuses %s in the file of releases", (_what, wrong, message) => expect(() => ReleaseList.parse(wrong)).toThrow(message));
