import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const PAGES = ["docs/threats.md", "docs/guarantees.md", "docs/audit.md"];
const pathsIn = (page: string): readonly string[] =>
  [...readFileSync(page, "utf8").matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = ""]) => path.replace(/\/$/, ""));

it.each(PAGES)("every test that %s names is there", (page) => {
  expect(pathsIn(page).filter((path) => !existsSync(path))).toEqual([]);
});

it("names a test for every threat that something stands in the way of", () => {
  const [, controls = ""] = readFileSync("docs/threats.md", "utf8").split("## What stands in the way");
  const rows = controls.split("\n").filter((line) => line.startsWith("| ") && !/^\| (threat|---)/.test(line));
  expect(rows.length).toBeGreaterThan(25);
  expect(rows.filter((row) => !/`test\/[\w./-]+` *(,|\|$)/.test(row))).toEqual([]);
});

it("tells what stands in the way of every attacker", () => {
  const text = readFileSync("docs/threats.md", "utf8");
  const [, attackers = ""] = text.split("## Who may want it");
  const named = [...(attackers.split("## ")[0] ?? "").matchAll(/^\| ([^|]+) \|/gm)].map(([, name = ""]) => name).slice(2);
  const headings = [...text.matchAll(/^### (.*)$/gm)].map(([, title = ""]) => title.toLowerCase()).join("\n");
  const words = (name: string) =>
    name
      .replace(/^(an? |the |one )/, "")
      .replace("function key", "fleet key")
      .replace("of the owner's computer", "of the computer");
  expect(named.filter((name) => !headings.includes(words(name)))).toEqual([]);
  expect(named).toHaveLength(10);
});
