import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, it } from "vitest";
import { sourcesIn } from "./sources.js";

const VALUES = /^export (?:async )?(?:function\*?|const|class|let) (\w+)/gm;
const TYPES = /^export (?:type|interface) (\w+)/gm;

const namesIn = (text: string, kind: RegExp): readonly string[] => [...new Set([...text.matchAll(kind)].map(([, name = ""]) => name))];

/** `checkedKernelList` and `kernel-lists` are about the same: words without their endings. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase()
    .split(/[-_]/)
    .map((word) =>
      word
        .replace(/(ies|y)$/, "i")
        .replace(/(es|s|ed|ing|e)$/, "")
        .slice(0, 6),
    );

/** What a file exports, when it is one thing: a value, or a type where there is no value. */
function soleExport(text: string): string | undefined {
  const values = namesIn(text, VALUES);
  const named = values.length > 0 ? values : namesIn(text, TYPES);
  return named.length === 1 ? named[0] : undefined;
}

/** A file is found by what it holds: its name, or its folder's, shares a word with it. */
function isNamedFor(path: string, text: string): boolean {
  const words = [basename(dirname(path)), basename(path, ".ts")].flatMap(wordsOf);
  return [...namesIn(text, VALUES), ...namesIn(text, TYPES)].some((name) => wordsOf(name).some((word) => words.includes(word)));
}

it("names a file that exports one thing for it", () => {
  const paths = sourcesIn("lib", "local", "generate").filter((path) => path.endsWith(".ts"));
  const texts = paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
  const sole = texts.filter(({ text }) => soleExport(text) !== undefined);
  expect(sole.length).toBeGreaterThan(350);
  expect(sole.filter(({ path, text }) => !isNamedFor(path, text)).map(({ path, text }) => `${path}: ${soleExport(text)}`)).toEqual([]);
});

it("would find a file that is named for something else", () => {
  expect(isNamedFor("lib/jobs/drain.ts", "export function doneWithin() {}")).toBe(false);
  expect(isNamedFor("lib/jobs/done-within.ts", "export function doneWithin() {}")).toBe(true);
  expect(isNamedFor("lib/agents/linux/platform.ts", "export const LINUX = 1;")).toBe(true);
});
