import fc from "fast-check";
import { expect, it } from "vitest";
import { foreignLine, foreignText } from "../../lib/core/foreign-text.js";
import { toldNumber } from "../../lib/core/told.js";

const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

it("shows what would be obeyed, in one line", () => {
  expect(foreignLine("a\u001b[2Jb\u202egpj.\u2028c\r\nd\te", 100)).toBe("a\\u{1b}[2Jb\\u{202e}gpj.\\u{2028}c d e");
});

it("keeps the lines of a text, and shows what would steer a terminal in them", () => {
  expect(foreignText("one\r\ntwo\tx\n50%\r100%\u0007\n")).toBe("one\ntwo\tx\n50%\\u{d}100%\\u{7}\n");
});

it("makes any text short and harmless, and leaves it alone the second time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const line = foreignLine(text, 100);
      expect(line.length).toBeLessThanOrEqual(100);
      expect(line).not.toMatch(OBEYED);
      expect(foreignLine(line, 100)).toBe(line);
    }),
    { numRuns: 30 },
  );
});

it.each(["abc", "", "-1", "1e9", "Infinity", "NaN", "0x10", " 7", "9".repeat(17), "256"])("takes %o for no exit status", (word) => {
  expect(toldNumber(255).safeParse(word).success).toBe(false);
});
