import { describe, expect, it } from "vitest";
import { childUuidv7, isUuidv7, timeOfUuidv7, uuidv7 } from "../../lib/core/ids.js";

const NOON = new Date("2026-03-15T12:00:00.000Z");
const LAST = 2 ** 24 - 1;

describe("the name of a child", () => {
  it("is a UUIDv7 of its parent's moment, the same every time, and another for every place and parent", () => {
    const name = childUuidv7(NOON, "parent", 7);
    expect(isUuidv7(name)).toBe(true);
    expect(timeOfUuidv7(name)).toEqual(NOON);
    expect(childUuidv7(NOON, "parent", 7)).toBe(name);
    expect(childUuidv7(NOON, "parent", 8)).not.toBe(name);
    expect(childUuidv7(NOON, "other", 7)).not.toBe(name);
  });
  it("sorts by its place, whatever else is hashed into it", () => {
    const places = [0, 1, 2, 15, 16, 1023, 1024, 4095, 4096, 65_535, 65_536, 1_048_575, 1_048_576, LAST - 1, LAST];
    const names = places.map((n) => childUuidv7(NOON, "parent", n));
    expect(names.toSorted()).toEqual(names);
    expect(names.every(isUuidv7)).toBe(true);
  });
  it("lies after names of an earlier moment and before those of a later one", () => {
    const at = (ms: number) => new Date(NOON.getTime() + ms);
    expect(uuidv7(at(-1)) < childUuidv7(NOON, "parent", 0)).toBe(true);
    expect(childUuidv7(NOON, "parent", LAST) < uuidv7(at(1))).toBe(true);
  });
});
