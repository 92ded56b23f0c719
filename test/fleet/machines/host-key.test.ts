import { describe, expect, it } from "vitest";
import { decideHostKey, type HostKeyQuestion } from "../../../lib/fleet/machines/host-key.js";

const pin = (origin: "registered" | "approved" | "first-use") => ({ type: "ssh-ed25519", sha256: "abc", origin, recordedAt: "2026-01-01T00:00:00Z" });
const ask = (question: Partial<HostKeyQuestion>) =>
  decideHostKey({ policy: "approve", sendsSecrets: false, acceptHostKey: false, showKeys: "ssh-keygen -lf key.pub", ...question });

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
  it("records the first key as not approved where no secret is sent", () => {
    expect(ask({})).toEqual({ acceptUnknownHostKey: true, origin: "first-use" });
  });
  it("sends no secret to a key that was only recorded at first contact, until it is approved", () => {
    expect(() => ask({ sendsSecrets: true, pin: pin("first-use") })).toThrow(expect.objectContaining({ code: "HostKeyUnknown" }));
    expect(ask({ sendsSecrets: true, pin: pin("first-use"), acceptHostKey: true }).origin).toBe("approved");
    expect(ask({ sendsSecrets: true, pin: pin("approved") }).acceptUnknownHostKey).toBe(false);
  });
  it("wants -AcceptHostKey before a password account meets an unknown key", () => {
    expect(ask({ sendsSecrets: true }).acceptUnknownHostKey).toBe(false);
    expect(ask({ sendsSecrets: true, acceptHostKey: true }).acceptUnknownHostKey).toBe(true);
  });
  it("never replaces a key that is on record", () => {
    expect(ask({ pin: pin("approved"), acceptHostKey: true }).acceptUnknownHostKey).toBe(false);
  });
});

it("records the first key of any account under first-use", () => {
  expect(ask({ policy: "first-use", sendsSecrets: true })).toEqual({ acceptUnknownHostKey: true, origin: "first-use" });
});
