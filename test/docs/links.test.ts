import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import GithubSlugger from "github-slugger";
import { marked, type Token } from "marked";
import { expect, it } from "vitest";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" }).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith(".md"))
  .sort();

it.each(PAGES)("every link of %s leads somewhere", (page) => {
  const wrong = linksOf(page).filter((link) => !leadsSomewhere(page, link));
  expect(wrong).toEqual([]);
});

it("finds links and headings at all", () => {
  expect(PAGES.flatMap(linksOf).length).toBeGreaterThan(100);
  expect(leadsSomewhere("README.md", "CONTRIBUTING.md#to-add-a-cmdlet")).toBe(true);
  expect(leadsSomewhere("README.md", "CONTRIBUTING.md#to-add-a-horse")).toBe(false);
  expect(leadsSomewhere("README.md", "docs/none.md")).toBe(false);
});

/** Links to other servers are not followed: a test asks nobody. */
function leadsSomewhere(page: string, link: string): boolean {
  if (/^(https?|mailto):/.test(link)) return true;
  const [path = "", anchor] = decodeURI(link).split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(target) || target.startsWith("..")) return false;
  return anchor === undefined || (target.endsWith(".md") && anchorsOf(target).has(anchor));
}

function linksOf(page: string): readonly string[] {
  const links: string[] = [];
  void marked.walkTokens(tokensOf(page), (token) => {
    if (token.type === "link" || token.type === "image") links.push(String(token.href));
  });
  return links;
}

const anchors = new Map<string, ReadonlySet<string>>();

/** The anchors that GitHub gives to the headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const known = anchors.get(page);
  if (known) return known;
  const slugger = new GithubSlugger();
  const found = new Set(tokensOf(page).flatMap((token) => (token.type === "heading" ? [slugger.slug(textOf(token))] : [])));
  anchors.set(page, found);
  return found;
}

const tokensOf = (page: string): Token[] => [...marked.lexer(readFileSync(page, "utf8"))];

/** What is read of a heading: without the marks of code and emphasis. */
const textOf = (token: Token): string =>
  "tokens" in token && token.tokens ? token.tokens.map(textOf).join("") : "text" in token ? String(token.text) : "";
