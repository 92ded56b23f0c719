import { expect, it } from "vitest";
import { cellsOf } from "../../../../web/portal/items/cells.js";

it.each([1, 300, 5_000, 50_000])("shows %i machines as the largest cells that fit, as wide as the page and not much higher than a list", (count) => {
  for (const width of [300, 900]) {
    const { columns, size, height, width: taken } = cellsOf({ count, width });
    expect(taken).toBeLessThanOrEqual(width);
    expect(columns * (height / size)).toBeGreaterThanOrEqual(count);
    expect(size).toBeGreaterThanOrEqual(2);
    expect(height <= 240 || size === 2).toBe(true);
  }
});
