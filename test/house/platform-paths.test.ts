import { expect, it } from "vitest";
import { linesWith, sourcesIn } from "./sources.js";

/** What only one kind of system has: its folders and its programs. */
const ONE_SYSTEM =
  /["'`\s(=](\/(usr|etc|var|opt|proc|boot|tmp|root|home|lib|dev|sbin|bin)\b|[A-Z]:\\)|%\w+%\\|\b(systemctl|involflt|svagents|vxagent|uname|setsid|msiexec)\b/;

/** Platforms, dialects, and texts for people that are made for one system each. */
const THEIR_OWN = /^lib\/(agents\/(linux|windows|kernels|deployment|antivirus|vm-agent)|jobs\/deployment|remote)\//;
const TABLES = [
  "lib/agents/errors/vendor-errors.ts", // says where each system's installer writes
  "lib/agents/systems/os-catalogue-schema.ts", // the files of /etc that rows of the catalogue may name
  "lib/agents/systems/catalogue-table.ts", // says where the vendor's server keeps its installers
];

it("names what only one system has nowhere but in its platform, its dialect, and texts for it alone", () => {
  const paths = sourcesIn("lib", "functions").filter((path) => !THEIR_OWN.test(path) && !TABLES.includes(path));
  expect(paths.length).toBeGreaterThan(300);
  expect(linesWith(ONE_SYSTEM, paths)).toEqual([]);
});

it("would find such a name", () => {
  const found = new Set(linesWith(ONE_SYSTEM, [...TABLES, ...sourcesIn("lib/agents/linux")]).map((line) => line.split(":")[0]));
  expect([...found]).toEqual(expect.arrayContaining([...TABLES, "lib/agents/linux/commands.ts", "lib/agents/linux/advice.ts"]));
});
