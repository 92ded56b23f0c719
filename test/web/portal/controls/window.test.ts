import { expect, it } from "vitest";
import { windowOf } from "../../../../web/portal/controls/window.js";

it("draws the rows in sight and a few on both sides, and keeps the height of all", () => {
  for (const top of [0, 1_000, 100_000, 219_400, 9_999_999]) {
    const { first, end, above, below } = windowOf({ count: 5_000, rowHeight: 44, top, height: 600 });
    expect(end - first).toBeLessThan(32);
    expect(above + (end - first) * 44 + below).toBe(5_000 * 44);
  }
  expect(windowOf({ count: 5_000, rowHeight: 44, top: 44_000, height: 600 })).toMatchObject({ first: 992, end: 1022 });
  expect(windowOf({ count: 3, rowHeight: 44, top: 0, height: 600 })).toEqual({ first: 0, end: 3, above: 0, below: 0 });
});
