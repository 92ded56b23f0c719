import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { moduleParameters } from "../../generate/powershell/parameters.js";
import { allNames } from "../../lib/api/cmdlet/cmdlet-name.js";

/** Advice stands in messages and tables all over the sources; docs/errors.md has most of it. */
const SOURCES = [
  "docs/errors.md",
  ...["lib", "functions"].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`)),
].filter((name) => /\.(ts|md|json|sh|ps1)$/.test(name));
const TEXTS = SOURCES.map((name) => [name, readFileSync(name, "utf8")] as const);

const known = new Map(
  CMDLETS.flatMap((cmdlet) => {
    const common = cmdlet.supportsShouldProcess ? ["WhatIf", "Confirm"] : [];
    const names = new Set([...common, ...moduleParameters(cmdlet).map(({ name }) => name)]);
    return allNames(cmdlet.name).map((name) => [name.toLowerCase(), names] as const);
  }),
);

it("names only cmdlets that there are, with parameters that they have", () => {
  let named = 0;
  const wrong = TEXTS.flatMap(([file, text]) =>
    [...text.matchAll(/\b([A-Z][a-z]+-A[sS][rR][A-Z][A-Za-z]+)(?:(?: …)? -[A-Z][A-Za-z]+)*/g)].flatMap(([words, cmdlet = ""]) => {
      named += 1;
      const parameters = known.get(cmdlet.toLowerCase());
      if (!parameters) return [`${file}: ${cmdlet}`];
      return [...words.slice(cmdlet.length).matchAll(/-([A-Z][A-Za-z]+)/g)]
        .filter(([, name = ""]) => !parameters.has(name))
        .map(([switchName]) => `${file}: ${cmdlet} ${switchName}`);
    }),
  );
  expect(wrong).toEqual([]);
  expect(named).toBeGreaterThan(100);
});

it("names only parameters, settings and pages that there are", () => {
  const errors = readFileSync("docs/errors.md", "utf8");
  const anyOf = new Set([...known.values()].flatMap((names) => [...names]));
  const switches = [...errors.matchAll(/(?<=[\s(])-([A-Z][A-Za-z]+)/g)].map(([, name = ""]) => name);
  expect(switches.length).toBeGreaterThan(10);
  expect(switches.filter((name) => !anyOf.has(name))).toEqual([]);
  const settings = readFileSync("docs/settings.md", "utf8");
  const named = errors.match(/FLEET_[A-Z_]+/g) ?? [];
  expect([named.length > 3, named.filter((name) => !settings.includes(`\`${name}\``))]).toEqual([true, []]);
  expect((errors.match(/docs\/[\w/-]+\.md/g) ?? []).filter((page) => !existsSync(page))).toEqual([]);
});
