import { expect, it } from "vitest";
import type { RunAsAccount } from "../../../lib/fleet/accounts/account.js";
import { accepted, beginProving, mayLogIn, refused } from "../../../lib/fleet/accounts/log-in.js";

const now = new Date("2026-11-01T10:00:00Z");
const account: RunAsAccount = {
  fabric: "f",
  id: "1",
  name: "root",
  userName: "root",
  hasPassword: true,
  hasPrivateKey: false,
  isDomainAccount: false,
  credentialVersion: 1,
  provedVersion: 1,
  refusedBy: [],
  refusedInARow: 0,
  stopped: false,
};

it("lets a proved account in", () => expect(mayLogIn(account, "m1", now)).toBe("yes"));

it("proves a new credential on one machine while the others wait", () => {
  const changed = { ...account, credentialVersion: 2 };
  expect(mayLogIn(changed, "m1", now)).toBe("prove-first");
  const proving = beginProving(changed, "m1", now);
  expect([mayLogIn(proving, "m1", now), mayLogIn(proving, "m2", now)]).toEqual(["prove-first", "wait"]);
  expect(mayLogIn(accepted(proving, "m1"), "m2", now)).toBe("yes");
});

it("lets another machine prove it when the first never answered", () => {
  const proving = beginProving({ ...account, credentialVersion: 2 }, "m1", now);
  expect(mayLogIn(proving, "m2", new Date("2026-11-01T11:00:00Z"))).toBe("prove-first");
});

it("never tries again where it was refused, and stops a local account after three machines in a row", () => {
  const once = refused(account, "m1");
  expect([mayLogIn(once, "m1", now), mayLogIn(once, "m2", now)]).toEqual(["refused-here", "yes"]);
  const thrice = refused(refused(once, "m2"), "m3");
  expect(mayLogIn(thrice, "m4", now)).toBe("stopped");
});

it("counts refusals in a row only: a login between them begins the count again", () => {
  const between = accepted(refused(refused(account, "m1"), "m2"), "m9");
  expect(mayLogIn(refused(between, "m3"), "m4", now)).toBe("yes");
});

it("stops a domain account at the first refusal", () => {
  expect(mayLogIn(refused({ ...account, isDomainAccount: true }, "m1"), "m2", now)).toBe("stopped");
});

it("stays stopped after a login that was still on its way, and goes on after a test of the account", () => {
  const stopped = refused({ ...account, isDomainAccount: true }, "m1");
  expect(mayLogIn(accepted(stopped, "m2"), "m2", now)).toBe("stopped");
  expect(mayLogIn(accepted(stopped, "m1", { liftStop: true }), "m1", now)).toBe("yes");
});

it("changes nothing, so that nothing is written, when a proved account is let in", () => {
  expect(accepted(account, "m1")).toBe(account);
});
