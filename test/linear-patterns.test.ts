import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { PATTERNS } from "../lib/agents/redaction/scrub.js";
import { CATALOGUE, OS_CATALOGUE } from "../lib/agents/systems/os-catalogue.js";
import { WROTE } from "../lib/api/inventory/encodings/utf8-as-ansi.js";
import { FORMULAS } from "../lib/api/inventory/formula-guard.js";
import { leastTime } from "./least-time.js";

/** Where a machine's or a caller's text is read. */
const PLACES = ["lib", "functions"];
const CHARACTERS = 32_768;
/** What a pattern with two unbounded parts needs for that many is a hundred times more. */
const MOST_MS = 25;

type Pattern = Readonly<{ where: string; source: string; flags: string }>;

const built = (where: string, patterns: readonly RegExp[]): Pattern[] => patterns.map(({ source, flags }) => ({ where, source, flags }));

/** Patterns that are put together while the program runs, by the file that does so. A new file belongs in here, with its patterns. */
const BUILT: Readonly<Record<string, readonly Pattern[]>> = {
  "lib/agents/linux/detect-os.ts": built(
    "lib/agents/linux/detect-os.ts",
    [
      ...CATALOGUE.detectionOrder.flatMap(({ when }) => when ?? []),
      ...OS_CATALOGUE.flatMap(({ detect }) => detect?.pattern ?? []),
      ...CATALOGUE.unsupported.map(({ pattern }) => pattern),
    ].map((source) => new RegExp(source)),
  ),
  "lib/agents/systems/os-catalogue-schema.ts": [], // only looks whether the ones above are patterns
  "lib/agents/redaction/scrub.ts": built(
    "lib/agents/redaction/scrub.ts",
    PATTERNS.map(({ pattern }) => pattern),
  ),
  "lib/api/inventory/encodings/utf8-as-ansi.ts": built("lib/api/inventory/encodings/utf8-as-ansi.ts", WROTE),
  "lib/api/inventory/formula-guard.ts": built("lib/api/inventory/formula-guard.ts", FORMULAS),
};

const found = PLACES.flatMap(sourcesIn).flatMap(patternsIn);

it("knows every pattern that is put together while the program runs", () => {
  expect(Object.keys(BUILT).filter((file) => !found.some(({ where, source }) => where.startsWith(file) && source === ""))).toEqual([]);
  expect([...new Set(found.filter(({ source }) => source === "").map(({ where }) => where.replace(/:\d+$/, "")))].toSorted()).toEqual(
    Object.keys(BUILT).toSorted(),
  );
});

describe("a pattern on foreign text takes time in proportion to the text", () => {
  const all = [...found.filter(({ source }) => source !== ""), ...Object.values(BUILT).flat()];
  it.each(all)("$where /$source/", async ({ source, flags }) => {
    expect(await slowText(source, flags)).toBeUndefined();
  });

  it.each([
    ["a.*b.*c", ""],
    ["\\s+$", ""],
    ["^(a|aa)+$", ""],
    ['^\\s*VERSION\\s*=\\s*"?([^"]*?)"?\\s*$', ""],
    ["\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*", "g"],
    ["^SUSE Linux Enterprise Server[\\s\\S]*VERSION = 11\\s[\\s\\S]*PATCHLEVEL = 3\\b", ""],
    ["account.*(expired|locked|validation)", "i"],
  ])("is shown to find /%s/, which does not", async (source, flags) => {
    expect(await slowText(source, flags)).toContain(" ms");
  });
});

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

/** Literals, and with an empty source the places where a pattern is put together. */
function patternsIn(file: string): readonly Pattern[] {
  const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const patterns: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    const where = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source = "", flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
      patterns.push({ where, source, flags });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === "RegExp")
      patterns.push({ where, source: "", flags: "" });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return patterns;
}

/** Long repetitions of what the pattern itself is made of, behind what begins it and before what makes it fail. */
function hostileTexts(source: string): readonly string[] {
  const plain = source
    .replace(/\\([^\w])/g, "$1")
    .replace(/\\[nrt]/g, " ")
    .replace(/\\[a-zA-Z]|\(\?(?:<\w+>|[:=!]|<[=!])/g, "|");
  const words = [...new Set(plain.split(/[|()[\]{}*+?^$]+/).filter((word) => word !== ""))].slice(0, 6);
  const signs = [...new Set([..." a0\n\"'=-./:\\", ...words.map((word) => word.at(-1) ?? "")])];
  const pumps = [
    ...new Set([
      ...signs,
      ...words,
      ...words.map((word) => `${word} `),
      ...words.flatMap((word) => ["=", ".", "a", "a=", "'"].map((sign) => word + sign)),
      ...words.map((word) => `-${word}`),
    ]),
  ];
  return [...new Set(["", words[0] ?? "", words.slice(0, 2).join("")])].flatMap((begin) => pumps.map((pump) => `${begin}${repeated(pump)}${END}`));
}

/** Fits no end of a pattern, not even one that takes all but quotes. */
const END = '\u0001"\u0001"\u0001"\u0001';

const repeated = (pump: string): string => pump.repeat(Math.ceil(CHARACTERS / pump.length)).slice(0, CHARACTERS);

const context = createContext({ source: "", flags: "", text: "" });
const all = new Script("for (const _ of text.matchAll(new RegExp(source, flags)));");

/** The first hostile text that the pattern is slow on, and how slow. */
async function slowText(source: string, flags: string): Promise<string | undefined> {
  for (const text of hostileTexts(source)) {
    const ms = await leastTime(MOST_MS, () => timeOf(source, flags, text));
    if (ms > MOST_MS) return `${JSON.stringify(text.slice(0, 60))}…: ${Math.round(ms)} ms`;
  }
  return undefined;
}

/** Milliseconds that looking for all matches takes, broken off when there is no end of it. */
function timeOf(source: string, flags: string, text: string): number {
  Object.assign(context, { source, flags: flags.includes("g") ? flags : `${flags}g`, text });
  const begin = process.cpuUsage();
  try {
    all.runInContext(context, { timeout: 2000 });
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  return process.cpuUsage(begin).user / 1000;
}
