import fc from "fast-check";
import { expect, it } from "vitest";
import { redact } from "../../../lib/agents/redaction/redact.js";
import { Secret } from "../../../lib/core/secret.js";

it("hides a passphrase in each spelling that a log may have", () => {
  const secret = new Secret('p\'ss "phrase"\n');
  const log = [
    '-P p\'ss "phrase"',
    "'p'\\''ss \"phrase\"'",
    JSON.stringify({ p: 'p\'ss "phrase"' }),
    Buffer.from('p\'ss "phrase"').toString("base64"),
  ].join("\n");
  const clean = redact(log, [secret]);
  expect(clean).not.toContain("phrase");
  expect(clean.match(/\[REDACTED\]/g)).toHaveLength(4);
});

it("hides every line of config.json", () => {
  expect(redact("read ClientSecret: abcd1234 from the file", [new Secret("{\nClientSecret: abcd1234\n}")])).toBe("read [REDACTED] from the file");
});

it("leaves no secret of four characters or more in any text", () => {
  const word = fc.string({ minLength: 4, unit: fc.constantFrom("a", "b", "1", "'", '"', "+", "é") });
  fc.assert(
    fc.property(
      fc.string(),
      word,
      fc.string(),
      (before, secret, after) => void expect(redact(before + secret + after, [new Secret(secret)])).not.toContain(secret),
    ),
  );
});
