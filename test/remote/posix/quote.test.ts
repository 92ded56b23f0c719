import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { quote, toShell } from "../../../lib/remote/posix/quote.js";
import { needs } from "../../here.js";

describe.each([["dash"], ["bash"], ["busybox", "sh"]] as const)("quoting for %s", (...words) => {
  it.skipIf(needs(words[0]))(`gives every word to the command as it was${needs(words[0])}`, () => {
    const word = fc.string({ unit: "binary", maxLength: 60 }).filter((value) => !value.includes("\0"));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (command) => {
        const [shell = "", ...flags] = words.filter(Boolean);
        const { stdout } = spawnSync(shell, [...flags, "-c", toShell(["printf", "%s\\0", ...command])], { encoding: "utf8" });
        expect(stdout.split("\0").slice(0, -1)).toEqual(command);
      }),
      { numRuns: 10 },
    );
  });
});

it.each(["-rf", "a b", "it's", "$(id)", "`id`", "a\nb", "", "~", "*", "a;b", "é漢"])("quotes %j so that sh prints it unchanged", (word) => {
  expect(spawnSync("sh", ["-c", toShell(["printf", "%s", word])], { encoding: "utf8" }).stdout).toBe(word);
});

it("leaves plain words plain", () => {
  expect(quote("/bin/sh")).toBe("/bin/sh");
});

it("refuses a NUL, which no shell can take", () => {
  expect(() => quote("a\0b")).toThrow(TypeError);
});

it("shows a secret to the shell alone", () => {
  const command = ["agent", "register", "--token", new Secret("s3 cret")] as const;
  expect(toShell(command)).toBe("agent register --token 's3 cret'");
  expect(JSON.stringify(command)).toBe('["agent","register","--token","[REDACTED]"]');
});
