import { expect, it } from "vitest";
import { z } from "zod";
import { ERROR_DESCRIPTIONS } from "../../../lib/agents/errors/describe-error.js";
import { portalNumberOf, vendorErrors } from "../../../lib/agents/errors/vendor-errors.js";
import { VendorErrors } from "../../../lib/agents/errors/vendor-errors-schema.js";

/** Those that the vendor's push service does not use. */
const UNUSED = [863, 869, 893, 937, 949, 950, 951, 952];
const NUMBERS = [
  ...[95103, 95105, 95106, 95107, 95108, 95117, 95118, 95213, 95224, 95265, 95266, 95309, 95310, 95311, 95313, 95320],
  ...[95517, 95518, 95519, 95520, 95521, 95522, 95523, 95524, 95572, 95573, 78007, 95015],
];
const rows = vendorErrors();
const eps = rows.flatMap(({ ep }) => (ep === undefined ? [] : [ep]));

it("knows every EP code of the push service, each once", () => {
  const used = Array.from({ length: 972 - 851 + 1 }, (_, i) => 851 + i).filter((number) => !UNUSED.includes(number));
  expect(eps).toEqual([...used.map((number) => `EP0${number}`), "EP2001", "EP2002", "EP2003", "EP2004", "EP2005"]);
});

it("knows every number that the portal is known to show", () => {
  expect(rows.flatMap(({ portal }) => portal ?? []).sort()).toEqual(NUMBERS.toSorted());
  expect(portalNumberOf("EP0858")).toBe(95107);
});

it("says cause and cure of each in whole sentences", () => {
  for (const row of rows)
    expect([row.ep, row.portal, row.cause, row.advice]).toEqual([
      row.ep,
      row.portal,
      expect.stringMatching(/^.{9,}\.$/),
      expect.stringMatching(/^.{9,}\.$/),
    ]);
});

it("knows every code that an error of this product names", () => {
  for (const [code, { vendorCode }] of Object.entries(ERROR_DESCRIPTIONS))
    if (vendorCode) expect([code, eps.includes(vendorCode)]).toEqual([code, true]);
});

it("has a schema for editors that says what the app checks (vitest -u writes it anew)", async () => {
  await expect(`${JSON.stringify(z.toJSONSchema(VendorErrors, { io: "input" }), null, 2)}\n`).toMatchFileSnapshot(
    "../../../lib/agents/data/vendor-errors.schema.json",
  );
});

it("refuses a row that calls an error by a code that there is not", () => {
  const row = { ep: "EP0999", system: "any", errorCode: "NoSuchCode", cause: "Something is wrong.", advice: "Do something about it." };
  expect(() => VendorErrors.parse({ portalNumbers: [], errors: [row] })).toThrow(/errorCode/);
});
