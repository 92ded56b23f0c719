import { expect, it } from "vitest";
import { describeError, ERROR_DESCRIPTIONS } from "../../../lib/agents/errors/describe-error.js";
import { errorTable } from "../../../lib/agents/errors/error-table.js";
import { withPortalNumber } from "../../../lib/agents/errors/vendor-errors.js";

it("says causes and advice for every code in whole sentences", () => {
  for (const [code, { possibleCauses, recommendedAction }] of Object.entries(ERROR_DESCRIPTIONS)) {
    expect([code, possibleCauses]).toEqual([code, expect.stringMatching(/^.{15,}\.$/)]);
    expect([code, recommendedAction]).toEqual([code, expect.stringMatching(/^.{15,}\.$/)]);
  }
});

it("carries the vendor's own number where there is one", () => {
  expect(withPortalNumber(describeError("LoginRefused").vendorCode ?? "")).toBe("EP0859 (95108)");
  expect(withPortalNumber(describeError("NotEnoughSpace").vendorCode ?? "")).toBe("EP0962 (95524)");
  expect(withPortalNumber("EP0897")).toBe("EP0897");
});

it("is what docs/errors.md says (vitest -u writes it anew)", async () => {
  await expect(errorTable()).toMatchFileSnapshot("../../../docs/errors.md");
});
