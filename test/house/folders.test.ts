import { basename, dirname } from "node:path";
import { expect, it } from "vitest";
import { FILES, sourcesIn } from "./sources.js";

/** About twenty: more than these side by side hide each other. */
const MOST_FILES = 24;
/** Each is a list by its nature: one page a subject, one file a cmdlet, one page a cmdlet, tables of facts. */
const LISTS = ["docs", "functions/cmdlets", "docs/reference", "lib/agents/data"];

/** Tests of the whole, which have no source of their own beside them. */
const OF_THE_WHOLE = [
  "test/e2e",
  "test/fuzz",
  "test/house",
  "test/docs",
  "test/clients",
  "test/powershell",
  "test/deployment", // of lib/agents/deployment and lib/jobs/deployment as one
  "test/agents/invented-platform",
  "test/store/recorded",
];

const inFolder = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

it("has at most about twenty files in a folder", () => {
  const sizes = new Map<string, number>();
  const counted = FILES.filter((path) => /^(bench|docs|functions|generate|lib|local|powershell|proof|test|web)\//.test(path));
  for (const folder of counted.map(dirname)) sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  expect(sizes.size).toBeGreaterThan(100);
  expect([...sizes].filter(([folder, size]) => size > MOST_FILES && !LISTS.includes(folder))).toEqual([]);
});

it("has no folder and no file that is named for nothing", () => {
  const words = sourcesIn("lib", "functions", "local", "generate", "test", "bench", "proof").flatMap((path) =>
    path.split("/").map((part) => basename(part, ".ts")),
  );
  expect(words.filter((word) => /^(utils?|helpers?|commons?|shared|misc|managers?)$|-(utils?|helpers?)$/.test(word))).toEqual([]);
});

it("lays tests in the folders of what they test", () => {
  const folders = new Set(sourcesIn("lib", "functions", "local", "generate", "bench", "proof", "web").map(dirname));
  const mirrored = (folder: string) =>
    [...folders].some((source) => [`lib/${folder}`, folder].some((name) => source === name || inFolder(source, name)));
  const tests = FILES.filter((path) => path.endsWith(".test.ts") && !OF_THE_WHOLE.some((folder) => inFolder(path, folder)));
  expect(tests.length).toBeGreaterThan(150);
  expect(tests.filter((path) => dirname(path) !== "test" && !mirrored(dirname(path).slice("test/".length)))).toEqual([]);
});
