import { expect, it } from "vitest";
import { certificateWords, nextStep } from "../../../../web/portal/components/next-step.js";
import type { Component } from "../../../../web/portal/items/components.js";

const server = (role: Component["role"], version: string, outdated: boolean | undefined): Component => ({
  role,
  name: "S1",
  version,
  heartbeat: null,
  outdated,
});

it("names the first server that is to be updated, in the order of the documentation", () => {
  const servers = [
    server("Configuration server", "9.62.1.1", false),
    server("Process server", "9.61.1.1", true),
    server("Master target", "9.61.1.1", true),
  ];
  expect(nextStep(servers, "9.62.1.1")).toBe("Next: update the process server S1 to 9.62.1.1, before its machines.");
  expect(nextStep(servers.slice(0, 1), "9.62.1.1")).toMatch(/^All servers have the latest version/);
});

it("does not call servers up to date of which nobody knows the version", () => {
  expect(nextStep([server("Configuration server", "", undefined)], "9.62.1.1")).toMatch(/not known/);
  expect(nextStep([], "")).toMatch(/not known/);
});

it("tells how long a certificate is still good", () => {
  const now = Date.parse("2026-11-24T00:00:00Z");
  expect(certificateWords("2026-12-04T00:00:00Z", now)).toBe("Its certificate ends in 10 days.");
  expect(certificateWords("2026-11-14T00:00:00Z", now)).toBe("Its certificate expired 10 days ago!");
  expect(certificateWords(null, now)).toMatch(/not known/);
});
