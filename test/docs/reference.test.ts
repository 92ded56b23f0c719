import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { cmdletPage } from "../../generate/reference/cmdlet-page.js";
import { indexPage } from "../../generate/reference/index-page.js";
import { bindParameters } from "../../lib/api/cmdlet/bind-parameters.js";
import { aliasesOf } from "../../lib/api/cmdlet/cmdlet-name.js";
import { setsOf } from "../../lib/api/http/handle-cmdlet.js";

const FOLDER = "docs/reference";
/** Each with the text of its function. */
const CONTEXT_CMDLETS = readFileSync("powershell/ContextCmdlets.ps1", "utf8")
  .split(/^function /m)
  .slice(1)
  .map((text) => ({ name: /^[\w-]+/.exec(text)?.[0] ?? "", text }));

describe("docs/reference is made from the declarations (vitest -u writes it anew)", () => {
  it("the index", async () => expect(indexPage(CMDLETS)).toMatchFileSnapshot(`../../${FOLDER}/README.md`));

  it.each(CMDLETS.map((cmdlet) => ({ name: cmdlet.name, cmdlet })))("$name", async ({ name, cmdlet }) => {
    await expect(cmdletPage(cmdlet)).toMatchFileSnapshot(`../../${FOLDER}/${name}.md`);
  });

  it("has no page of a cmdlet that is no more", () =>
    expect(readdirSync(FOLDER).sort()).toEqual(["README.md", ...[...CMDLETS, ...CONTEXT_CMDLETS].map(({ name }) => `${name}.md`)].sort()));
});

describe("the pages of the vault context, which are written by hand", () => {
  it.each(CONTEXT_CMDLETS)("$name has the names and parameters of the module's function", ({ name, text }) => {
    const page = readFileSync(`${FOLDER}/${name}.md`, "utf8");
    const aliases = [...(/\[Alias\((.*)\)\]/.exec(text)?.[1] ?? "").matchAll(/'([^']+)'/g)].map(([, alias]) => alias);
    expect(/Also called \| (.*) \|/.exec(page)?.[1]).toBe(aliases.map((alias) => `\`${alias}\``).join(", "));
    const parameters = [...text.slice(text.indexOf("    param(")).matchAll(/^ {8}\[[\w.]+\]\$(\w+)/gm)].map(([, parameter]) => parameter);
    expect([...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, parameter]) => parameter)).toEqual(parameters);
  });
});

describe("the examples are true: what a shell and JavaScript make of them fits the cmdlet", () => {
  const blocks = (page: string, language: string) =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\\n\`\`\``, "g"))].map(([, text]) => text ?? "");
  const examples = (page: string) => page.slice(page.indexOf("## Examples"), page.indexOf("## Output"));
  const pages = CMDLETS.map((cmdlet) => ({ cmdlet, name: cmdlet.name, page: examples(cmdletPage(cmdlet)) }));

  const fits = (cmdlet: (typeof CMDLETS)[number], body: string) => {
    const given = new Map(Object.entries(JSON.parse(body) as object)); // the body of a call
    return Object.keys(setsOf(cmdlet)).includes(bindParameters({ sets: setsOf(cmdlet), defaultSet: cmdlet.defaultSet }, given).parameterSet);
  };
  /** Each word of the line on a line of its own, as the shell hands them to curl. */
  const words = (line: string): readonly string[] =>
    execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${line}`], {
      env: { FLEET: "https://fleet.example", FLEET_KEY: "mf_key" },
      encoding: "utf8",
    })
      .split("\0")
      .slice(0, -1);

  it.each(pages)("$name with curl", ({ cmdlet, page }) => {
    const lines = blocks(page, "sh");
    expect(lines).toHaveLength(cmdlet.examples.length);
    for (const line of lines) {
      const [, url, , authorization, , , , body = ""] = words(line);
      expect(aliasesOf(cmdlet.name).map((name) => `https://fleet.example/api/${name}`)).toContain(url);
      expect(authorization).toBe("Authorization: Bearer mf_key");
      expect(fits(cmdlet, body)).toBe(true);
    }
  });

  it.each(pages)("$name in JavaScript", async ({ cmdlet, page }) => {
    const texts = blocks(page, "js");
    expect(texts).toHaveLength(cmdlet.examples.length);
    for (const [index, text] of texts.entries()) {
      const sent: { body: string }[] = [];
      const send = async (_url: string, request: { body: string }) => {
        sent.push(request);
        return { json: async () => ({}) };
      };
      const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
      await new AsyncFunction("fetch", "process", "console", text)(
        send,
        { env: { FLEET: "https://fleet.example", FLEET_KEY: "mf_key" } },
        { log: () => {} },
      );
      expect(JSON.parse(sent[0]?.body ?? "")).toEqual(cmdlet.examples[index]?.parameters);
      expect(fits(cmdlet, sent[0]?.body ?? "")).toBe(true);
    }
  });
});
