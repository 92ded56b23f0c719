import { expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import { retryAfterSeconds } from "../../../lib/jobs/engine/retry-policy.js";

const unreachable = new FleetError("MachineUnreachable", "down", { retryable: true });

it("waits twice as long after each try, and gives up after the fifth", () => {
  expect([0, 1, 2, 3, 4].map((attempts) => retryAfterSeconds(unreachable, { attempts, unitSeconds: 15 }))).toEqual([15, 30, 60, 120, undefined]);
});

it("goes on soon after a broken connection", () => {
  expect(retryAfterSeconds(new FleetError("ConnectionLost", "gone", { retryable: true }), { attempts: 0, unitSeconds: 15 })).toBe(3);
});

it("never tries again what is not marked, such as a refused login", () => {
  expect(retryAfterSeconds(new FleetError("LoginRefused", "no"), { attempts: 0, unitSeconds: 15 })).toBeUndefined();
});

it("finds the mark of the cause behind a wrapped error", () => {
  expect(retryAfterSeconds(new FleetError("CommandFailed", "x", { cause: unreachable }), { attempts: 0, unitSeconds: 15 })).toBe(15);
});

it("waits for a machine on which something runs until the deadline of the step", () => {
  expect(retryAfterSeconds(unreachable, { attempts: 100, unitSeconds: 15, patient: true })).toBe(60);
});
