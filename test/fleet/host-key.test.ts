import { describe, expect, it } from "vitest";
import { decideHostKey, type HostKeyQuestion } from "../../lib/fleet/host-key.js";

const pin = (origin: "registered" | "approved" | "first-use") => ({ type: "ssh-ed25519", sha256: "abc", origin, recordedAt: "2026-01-01T00:00:00Z" });
const ask = (question: Partial<HostKeyQuestion>) =>
  decideHostKey({ policy: "approve", accountHasPassword: false, acceptHostKey: false, ...question });

describe("strict", () => {
  it("takes no unknown key, so that connecting fails with its fingerprint", () => {
    expect(ask({ policy: "strict" }).acceptUnknownHostKey).toBe(false);
  });
  it("works with a registered key", () => {
    expect(ask({ policy: "strict", pin: pin("registered"), acceptHostKey: true }).acceptUnknownHostKey).toBe(false);
  });
  it.each(["approved", "first-use"] as const)("refuses a key that is on record as %s", (origin) => {
    expect(() => ask({ policy: "strict", pin: pin(origin) })).toThrow(expect.objectContaining({ code: "HostKeyUnknown", retryable: false }));
  });
  it("refuses -AcceptHostKey with an explanation", () => {
    expect(() => ask({ policy: "strict", acceptHostKey: true })).toThrow(/-AcceptHostKey has no effect/);
  });
});

describe("approve", () => {
  it("records the first key for an account that has only a key", () => {
    expect(ask({})).toEqual({ acceptUnknownHostKey: true, origin: "approved" });
  });
  it("wants -AcceptHostKey before a password account meets an unknown key", () => {
    expect(ask({ accountHasPassword: true }).acceptUnknownHostKey).toBe(false);
    expect(ask({ accountHasPassword: true, acceptHostKey: true }).acceptUnknownHostKey).toBe(true);
  });
  it("never replaces a key that is on record", () => {
    expect(ask({ pin: pin("approved"), acceptHostKey: true }).acceptUnknownHostKey).toBe(false);
  });
});

it("records the first key of any account under first-use", () => {
  expect(ask({ policy: "first-use", accountHasPassword: true })).toEqual({ acceptUnknownHostKey: true, origin: "first-use" });
});
