import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inWords, unfitInFile, unfitInName, unfitInSecret, withCodes } from "../../lib/core/unfit-character.js";

/** By what they are, with their neighbours at both ends of each range. */
const UNFIT = [
  ["a NUL", [0]],
  ["a line break", [0x0a, 0x0d, 0x85, 0x2028, 0x2029]],
  ["a tab", [0x09]],
  ["a control character", [0x01, 0x08, 0x0b, 0x1b, 0x1f, 0x7f, 0x80, 0x9f]],
  ["half a character (a lone surrogate)", [0xd800, 0xdbff, 0xdc00, 0xdfff]],
  ["the mark of a character that was lost", [0xfffd]],
  ["no character", [0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x10ffff]],
  ["a byte order mark", [0xfeff]],
  ["a character that turns the direction of text", [0x061c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069]],
  ["a format character that nobody sees", [0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0x2064, 0x206a, 0x180e, 0xe0001, 0xe0041, 0xfff9]],
] as const;
const NOT_SEEN = [0x034f, 0x115f, 0x1160, 0x3164, 0xffa0, 0xfe00, 0xfe0f, 0xe0100];
const FIT = ["ä", "é", "ß", "ł", "Ж", "日本", "한국", "عربي", "עברית", "ไทย", "😀", "𝒳", "€", "«»", "\u00a0", "a b", "\ue000"];

const codes = UNFIT.flatMap(([kind, all]) => all.map((code) => [`U+${code.toString(16).toUpperCase().padStart(4, "0")}`, kind, code] as const));

describe("a character", () => {
  it.each(codes)("%s is refused everywhere as %s, by its place", (name, kind, code) => {
    const text = `k😀${String.fromCodePoint(code)}ln`;
    expect(unfitInName(text)).toEqual({ codePoint: code, place: 3, kind });
    expect(unfitInSecret(text)).toEqual({ codePoint: code, place: 3, kind });
    expect(inWords({ codePoint: code, place: 3, kind })).toBe(`${name}, ${kind}, as character 3`);
    expect(withCodes(text)).toBe(`k😀<${name}>ln`);
  });

  it.each(NOT_SEEN)("%i is refused in names, where nobody sees it, and taken in secrets, where it may be part of what was typed", (code) => {
    expect(unfitInName(`a${String.fromCodePoint(code)}`)).toMatchObject({ codePoint: code, place: 2 });
    expect(unfitInSecret(`❤${String.fromCodePoint(code)}`)).toBeUndefined();
  });

  it.each(FIT)("of any language is taken: %s", (text) => {
    expect([unfitInName(text), unfitInSecret(text), unfitInFile(text)]).toEqual([undefined, undefined, undefined]);
    expect(withCodes(text)).toBe(text);
  });

  it("may end a line or be a tab in a file, and nothing else that obeys", () => {
    expect(unfitInFile("-----BEGIN\r\n\tkey\n")).toBeUndefined();
    for (const bad of ["\0", "\x1b", "\u200b", "\ufffd", "\ud800"]) expect(unfitInFile(`a\n${bad}`)).toMatchObject({ place: 3 });
  });
});

it("leaves nothing unfit in a text that shows codes, whatever came", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => unfitInName(withCodes(text)) === undefined));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => unfitInName(withCodes(String.fromCharCode(...units))) === undefined),
  );
});

it("looks at a long text in time that grows with its length alone", () => {
  for (const text of ["a".repeat(200_000), "\t".repeat(200_000), "😀".repeat(100_000)]) {
    const started = performance.now();
    unfitInName(`${text}\u200b`);
    withCodes(text);
    expect(performance.now() - started).toBeLessThan(2000);
  }
});
