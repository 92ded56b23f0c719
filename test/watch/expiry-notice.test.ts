import { expect, it } from "vitest";
import { expiryNotice, expiryWords } from "../../lib/watch/expiry-notice.js";

const EXPIRY = "2027-03-01T00:00:00.000Z";
const before = (days: number) => new Date(Date.parse(EXPIRY) - days * 86_400_000);

it("gives a notice weekly from 60 days before, daily in the last seven days, and every two weeks afterwards", () => {
  const notices = (from: number, to: number) =>
    new Set(Array.from({ length: (from - to) * 24 }, (_, hour) => expiryNotice(EXPIRY, before(from - hour / 24)))).size;
  expect(expiryNotice(EXPIRY, before(60.1))).toBeUndefined();
  expect(expiryNotice(EXPIRY, before(60))).toBeDefined();
  expect(notices(60, 7)).toBe(8); // 53 days are seven weeks and a half
  expect(notices(7, 0)).toBe(7);
  expect(notices(0, -28)).toBe(2);
  expect(notices(400, 61)).toBe(1);
});

it("words it by the days that are left", () => {
  expect(expiryWords(EXPIRY, before(30))).toEqual({ severity: "Warning", when: "expires on 2027-03-01, in 30 days" });
  expect(expiryWords(EXPIRY, before(0.5))).toEqual({ severity: "Critical", when: "expires on 2027-03-01, in 1 day" });
  expect(expiryWords(EXPIRY, before(-3))).toEqual({ severity: "Critical", when: "expired on 2027-03-01" });
});
