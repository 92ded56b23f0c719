import { expect, it } from "vitest";
import { pause } from "../../../../web/portal/live/pace.js";

const calm = { busy: false, large: false, failuresInARow: 0 };

it("reads every 5 s while something runs, else every 30 s, and a large view never more often than that", () => {
  expect(pause({ ...calm, busy: true })).toBe(5_000);
  expect(pause(calm)).toBe(30_000);
  expect(pause({ ...calm, busy: true, large: true })).toBe(30_000);
});

it("becomes slower with every failure, up to five minutes, and waits at least as long as the service asks", () => {
  expect(pause({ ...calm, busy: true, failuresInARow: 2 })).toBe(20_000);
  expect(pause({ ...calm, failuresInARow: 1_000 })).toBe(300_000);
  expect(pause({ ...calm, busy: true, retryAfterSeconds: 60 })).toBe(60_000);
});
