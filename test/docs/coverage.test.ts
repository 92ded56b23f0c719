import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { ERROR_DESCRIPTIONS } from "../../lib/agents/errors/describe-error.js";
import { allNames } from "../../lib/api/cmdlet/cmdlet-name.js";

const page = readFileSync("docs/coverage.md", "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (statement|fault|---) /.test(line))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| |\s*\|$/g, "").trim()))
  .map(([statement = "", by = "", shown = "", ...more]) => ({ statement, by, shown, more }));
const known = new Set(CMDLETS.flatMap(({ name }) => allNames(name)).map((name) => name.toLowerCase()));
const cmdletsIn = (text: string): readonly string[] => text.match(/`[A-Z][a-z]+-Asr[A-Za-z]+`/g) ?? [];

describe("docs/coverage.md", () => {
  it("has rows of three cells", () => {
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(({ statement, more }) => statement === "" || more.length > 0)).toEqual([]);
  });

  it.each(rows)("carries out, or says what is missing: $statement", ({ by, shown }) => {
    const cmdlets = cmdletsIn(by);
    for (const cmdlet of cmdlets) expect([cmdlet, known.has(cmdlet.slice(1, -1).toLowerCase())]).toEqual([cmdlet, true]);
    const files = shown.match(/test\/[\w./-]+\.test\.ts/g) ?? [];
    for (const file of files) expect([file, existsSync(file)]).toEqual([file, true]);
    if (cmdlets.length > 0) expect(files.length).toBeGreaterThan(0);
    else expect(by).toMatch(/^(Missing|Not here|Not checked): \w/);
  });

  it("names only error codes that there are", () => {
    const errors = page.slice(page.indexOf("## Errors")).match(/(?<=\| |, )`[A-Z][A-Za-z]+`/g) ?? [];
    expect(errors.length).toBeGreaterThan(10);
    for (const code of errors) expect([code, code.slice(1, -1) in ERROR_DESCRIPTIONS]).toEqual([code, true]);
  });

  it("leads nowhere that is not there", () => {
    for (const [, target = ""] of page.matchAll(/\]\(([\w.-]+\.md)/g)) expect([target, existsSync(`docs/${target}`)]).toEqual([target, true]);
  });
});
