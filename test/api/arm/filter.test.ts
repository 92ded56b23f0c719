import { describe, expect, it } from "vitest";
import { parseFilter } from "../../../lib/api/arm/filter.js";

const read = (filter: string) => Object.fromEntries(parseFilter(filter));

describe("a $filter", () => {
  it.each([
    ["", {}],
    ["JobStatus eq 'InProgress'", { JobStatus: ["InProgress"] }],
    [
      "StartTime eq 2024-01-01T00:00:00.0000000Z and EndTime eq '2024-01-02T00:00:00Z'",
      { StartTime: ["2024-01-01T00:00:00.0000000Z"], EndTime: ["2024-01-02T00:00:00Z"] },
    ],
    ["( a eq 'x' or a eq y ) and b eq 'z'", { a: ["x", "y"], b: ["z"] }],
    ["a eq 'x' or A eq 'y'", { a: ["x", "y"] }],
    ["((a eq 'x') or (a eq 'y'))", { a: ["x", "y"] }],
    ["(a eq 'x') AND (b eq 'y')", { a: ["x"], b: ["y"] }],
    ["name eq 'O''Brien and sons (or not)'", { name: ["O'Brien and sons (or not)"] }],
    ["name eq ''", { name: [""] }],
  ])("%j is read", (filter, expected) => expect(read(filter)).toEqual(expected));

  it.each([
    "a",
    "a eq",
    "a ne 'x'",
    "a eq 'x' and",
    "a eq 'x' b eq 'y'",
    "a eq 'x",
    "(a eq 'x'",
    "a eq 'x' or b eq 'y'",
    "a eq 'x' and a eq 'y'",
    "not a eq 'x'",
    "a eq 'x')",
  ])("%j is refused", (filter) => expect(() => read(filter)).toThrow(/The \$filter expects comparisons/));
});
