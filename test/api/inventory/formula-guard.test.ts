import fc from "fast-check";
import { expect, it } from "vitest";
import { withGuard, withoutGuard } from "../../../lib/api/inventory/formula-guard.js";

it.each(["=1+1", "+1", "-1", "@SUM", "\t=1", "＝1", "＋1", "－1", "＠a", "'=1", "''＠a"])(
  "puts a quote before %j and takes it away again",
  (cell) => {
    expect(withGuard(cell)).toBe(`'${cell}`);
    expect(withoutGuard(withGuard(cell))).toBe(cell);
  },
);

it.each(["web-01", "", "'quoted'", "a=b"])("leaves %j as it is", (cell) => {
  expect(withGuard(cell)).toBe(cell);
  expect(withoutGuard(cell)).toBe(cell);
});

it("gives back every cell as it was", () => {
  const cell = fc.array(fc.constantFrom("'", "=", "＝", "-", "@", "a", " "), { maxLength: 6 }).map((letters) => letters.join(""));
  fc.assert(fc.property(cell, (given) => withoutGuard(withGuard(given)) === given));
});
