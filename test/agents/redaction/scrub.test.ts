import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrubber } from "../../../lib/agents/redaction/scrub.js";
import { Secret } from "../../../lib/core/secret.js";

const scrub = scrubber([new Secret("correct horse battery")]);

describe("scrubber", () => {
  it.each([
    ["fleet key", `key mf_${"a".repeat(16)}_${"B".repeat(43)} used`],
    ["signature of a link", "https://x.blob/y?sv=1&sig=abc%2Bdef&se=2"],
    ["authorization", "Authorization: Bearer abcdefgh12345"],
    ["web token", "got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc"],
    ["login in an address", "http://user:hunter2@proxy:8080"],
    ["password hash", "root:$6$salt$abcdefghijklmnopqrstuvwxyz:1"],
    ["value of a secret's name", "db_password = hunter two"],
    ["value of a secret's name", '{"passphrase":"hunter2"}'],
    ["value of a secret's name", String.raw`{\"token\":\"hunter2\"}`],
    ["value of a secret's switch", "agent --token hunter2"],
  ])("takes out a %s: %s", (kind, line) => {
    const { text, taken } = scrub(`before\n${line}\nafter`);
    expect(taken).toEqual([{ line: 2, kind }]);
    expect(text).toMatch(/^before\n.*\[REDACTED\].*\nafter$/);
    expect(text).not.toMatch(/hunter|abcdefgh|B{43}|abc%2B|eyJ/);
  });

  it("takes out PEM blocks, whole, without their beginning and without their end, and keeps line numbers", () => {
    const body = `${"A".repeat(64)}\n${"B".repeat(20)}==`;
    const { text, taken } = scrub(
      `${body}\n-----END PRIVATE KEY-----\nx\n-----BEGIN EC PRIVATE KEY-----\n${body}\n-----END EC PRIVATE KEY-----\ny\n-----BEGIN RSA PRIVATE KEY-----\n${body}`,
    );
    expect(text).not.toMatch(/AAAA|BBBB/);
    expect(text.split("\n")[3]).toBe("x");
    expect(taken.map(({ line }) => line)).toEqual([1, 5, 10]);
  });

  it("leaves what only speaks of secrets", () => {
    const text = '{"hasPassword": true, "token": 17, "lastToken": 9}\nPassphraseFilePath=/var/x\nthe password was refused\n';
    expect(scrub(text)).toEqual({ text, taken: [] });
  });

  it("leaves no known secret, whatever it is, however it is spelt and wherever lines break", () => {
    const secret = fc.string({ minLength: 8, maxLength: 60, unit: "grapheme-ascii" }).filter((s) => s.trim().length >= 8 && !/^\s|\s$/.test(s));
    const spell = fc.constantFrom<(s: string) => string>(
      (s) => s,
      (s) => JSON.stringify(s).slice(1, -1),
      (s) => encodeURIComponent(s),
      (s) => encodeURIComponent(s).replace(/%../g, (byte) => byte.toLowerCase()),
      (s) => Buffer.from(s).toString("base64"),
      (s) => Buffer.from(s).toString("base64url"),
      (s) => Buffer.from(`user:${s}`).toString("base64"),
      (s) => Buffer.from(`ab:${s}!`).toString("base64"),
      (s) => Buffer.from(s).toString("hex"),
    );
    fc.assert(
      fc.property(secret, spell, fc.integer({ min: 3, max: 80 }), fc.lorem(), (value, spelt, width, around) => {
        const shown = spelt(value);
        const wrapped = shown.includes(" ") ? shown : (shown.match(new RegExp(`.{1,${width}}`, "gs")) ?? []).join("\n");
        const { text, taken } = scrubber([new Secret(value)])(`${around}\n>${shown}<\n${around}\n>${wrapped}<\n`);
        expect(taken.length).toBeGreaterThan(0);
        const inner = shown.slice(4, -4);
        if (inner.length >= 6 && !around.includes(inner)) expect(text.replace(/\s/g, "")).not.toContain(inner.replace(/\s/g, ""));
        expect(text.split("\n").length).toBe(`${around}\n>${shown}<\n${around}\n>${wrapped}<\n`.split("\n").length);
      }),
      { numRuns: 400 },
    );
  });
});
