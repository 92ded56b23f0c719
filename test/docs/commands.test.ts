import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readOptions } from "../../bench/options.js";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { bindParameters } from "../../lib/api/cmdlet/bind-parameters.js";
import { allNames } from "../../lib/api/cmdlet/cmdlet-name.js";
import { readDemoOptions } from "../../local/demo/options.js";
import { readOptions as readProofOptions } from "../../proof/options.js";

const PAGES = ["README.md", "CONTRIBUTING.md", ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : []))];
const TEXT = PAGES.map((page) => readFileSync(page, "utf8")).join("\n");

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
/** The words that follow `npm run NAME -- `, up to the end of the code; N and M stand for numbers. */
const calledWith = (name: string): readonly (readonly string[])[] =>
  [...TEXT.matchAll(new RegExp(`npm run ${name} -- ([\\w ,.-]+)`, "g"))].map(([, words = ""]) =>
    words
      .trim()
      .replace(/\b[NM]\b/g, "1")
      .split(/\s+/),
  );

it("every page calls only scripts of package.json", () => {
  const called = [...TEXT.matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w:-]+)(?![\w:-])/g)].map(([, name = ""]) => name);
  expect(called.length).toBeGreaterThan(40);
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
});

it.each([
  ["bench", 5, readOptions],
  ["demo", 2, readDemoOptions],
  ["proof", 3, readProofOptions],
] as const)("every page calls the %s with words that it knows", (name, least, read) => {
  const called = calledWith(name);
  expect(called.length).toBeGreaterThanOrEqual(least);
  for (const words of called) expect(() => read(words)).not.toThrow();
});

it.each(["fleet", "lab"])("every page calls only commands of %s that there are", (name) => {
  const source = readFileSync(`local/${name}.ts`, "utf8");
  const called = calledWith(name).flatMap(([word = ""]) => (word.startsWith("-") ? [] : [word]));
  expect(called.length).toBeGreaterThan(1);
  expect(called.filter((word) => !source.includes(`"${word}"`))).toEqual([]);
});

it("every call of a cmdlet in a page fits one of its parameter sets", () => {
  const calls = [...TEXT.matchAll(/call ([A-Z][a-z]+-\w+) (?:'(\{.*?\})'|"(\{(?:[^"\\]|\\.)*\})")/g)];
  expect(calls.length).toBeGreaterThan(30);
  for (const [line, name = "", plain, escaped] of calls) {
    const cmdlet = CMDLETS.find((one) => allNames(one.name).some((known) => known.toLowerCase() === name.toLowerCase()));
    if (!cmdlet) throw new Error(`no such cmdlet: ${line}`);
    const { WhatIf, ...given } = JSON.parse(
      (plain ?? escaped?.replaceAll('\\"', '"') ?? "")
        .replaceAll("SHA256:…", `SHA256:${"A".repeat(43)}`)
        .replaceAll("…", "11111111-2222-4333-8444-555555555555"),
    );
    if (WhatIf !== undefined) expect([line, cmdlet.supportsShouldProcess]).toEqual([line, true]);
    const choice = { sets: cmdlet.parameterSets, defaultSet: cmdlet.defaultSet };
    expect(() => bindParameters(choice, new Map(Object.entries(given))), line).not.toThrow();
  }
});
