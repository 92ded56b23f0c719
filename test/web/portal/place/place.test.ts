import fc from "fast-check";
import { expect, it } from "vitest";
import { addressOf, placeOf } from "../../../../web/portal/place/place.js";

it("gives every view one address, and reads it back", () => {
  const text = fc.string({ minLength: 1, unit: "grapheme" });
  const word = text.filter((one) => one !== "." && one !== ".."); // browsers take them, however they are written, for steps in the path
  const names = fc.stringMatching(/^[a-z]{1,5}$/);
  fc.assert(
    fc.property(fc.array(word), fc.dictionary(names, text), (words, query) => {
      const place = { words, query: { ...query } };
      expect(placeOf(new URL(addressOf(place), "http://fleet.example"))).toEqual(place);
    }),
  );
});

it("leaves out what is empty, and reads what somebody has typed", () => {
  expect(addressOf({ words: [], query: { q: "" } })).toBe("/portal");
  expect(placeOf(new URL("http://fleet.example/portal//jobs/%zz?q=a+b"))).toEqual({ words: ["jobs", "%zz"], query: { q: "a b" } });
});
