import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { complementDigits, encodeKey, joinKey } from "../../../lib/store/rows/keys.js";

const text = fc.string({ unit: "binary", maxLength: 30 });
const same = (a: string, b: string) => a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase();

describe("encodeKey", () => {
  it("gives a key that tables accept, and never a separator", () => {
    fc.assert(fc.property(text, (name) => !/[\p{Cc}/\\#?|%':+ ]/u.test(encodeKey(name))));
  });
  it("gives different names different keys", () => {
    fc.assert(fc.property(text, text, (a, b) => same(a, b) === (encodeKey(a) === encodeKey(b))));
    expect(encodeKey("a/b")).not.toBe(encodeKey("a~2fb"));
  });
  it("gives a name one key whatever its case", () => {
    fc.assert(fc.property(fc.string({ maxLength: 30 }), (name) => encodeKey(name.toUpperCase()) === encodeKey(name)));
  });
  it("keeps what is readable", () => {
    expect(encodeKey("Web-1.Example_東京")).toBe("web-1.example_東京");
    expect(encodeKey("a b/c")).toBe("a~20b~2fc");
  });
  it.each([
    ["half a surrogate pair", "\uD83D"],
    ["too long a name", "x".repeat(401)],
  ])("refuses %s", (_, name) => {
    expect(() => encodeKey(name)).toThrow(expect.objectContaining({ code: "InvalidParameter" }));
  });
});

describe("joinKey", () => {
  it("never joins two lists of names to one key", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), fc.array(text, { minLength: 1 }), (a, b) => {
        const equal = a.length === b.length && a.every((name, i) => same(name, b[i] ?? ""));
        return equal === (joinKey(...a) === joinKey(...b));
      }),
    );
  });
});

it("complements digits so that the greatest sorts first", () => {
  const number = fc.integer({ min: 0, max: 99_999 }).map((n) => String(n).padStart(5, "0"));
  fc.assert(fc.property(number, number, (a, b) => a < b === complementDigits(a) > complementDigits(b)));
});
