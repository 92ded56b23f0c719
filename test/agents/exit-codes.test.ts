import { describe, expect, it } from "vitest";
import { verdictOf } from "../../lib/agents/exit-codes.js";
import { LINUX_EXIT_CODES } from "../../lib/agents/linux-exit-codes.js";

const install = (code: number) => verdictOf(code, { phase: "install" });
const register = (code: number) => verdictOf(code, { phase: "register" });

describe("verdictOf", () => {
  it.each([
    [0, "Succeeded"],
    [12, "AlreadyInstalled"],
    [98, "SucceededRebootRecommended"],
    [209, "SucceededRebootRecommended"],
  ])("takes %d of the installer for %s", (code, verdict) => expect(install(code)).toMatchObject({ verdict, kind: "Success" }));

  it.each([
    [1, "InstallerBusy", "EP0888"],
    [11, "InstallerFailed", "EP0864"],
    [13, "RegisteredElsewhere", "EP0867"],
    [15, "DowngradeRefused", "EP0882"],
    [42, "UnsupportedOperatingSystem", "EP0874 (95213)"],
    [62, "RebootRequired", "EP0883 (95224)"],
    [97, "InstallerFailed", "EP0964"],
    [119, "RootRequired", "EP0896"],
    [120, "AgentNotInstalled", "EP0897"],
    [174, "HostsFileIncomplete", "EP0877"],
    [176, "NotEnoughSpace", "EP0906"],
    [255, "InstallerFailed", "EP0870"],
  ])("takes %d of the installer for the failure %s, %s", (code, error, vendorCode) => {
    expect(install(code)).toMatchObject({ verdict: "Failed", code: error, vendorCode, message: expect.stringContaining(String(code)) });
  });

  it("tries again only where a second attempt may go otherwise", () => {
    const retried = LINUX_EXIT_CODES.filter(({ code }) => "retryable" in install(code) && Object(install(code)).retryable === true);
    expect(retried.map(({ code }) => code)).toEqual([1, 17, 43, 44, 77, 115, 116]);
  });

  it("reads 1, 98 and 119 of the configurator as what they mean there", () => {
    expect(register(1)).toMatchObject({ verdict: "Failed", code: "RegistrationFailed" });
    expect(register(98)).toMatchObject({ verdict: "Succeeded" });
    expect(register(119)).toMatchObject({ verdict: "Failed", code: "RegistrationFailed", vendorCode: "EP0896" });
  });

  it("calls every unspecific failure of the configurator a failed registration", () => {
    expect(register(97)).toMatchObject({ code: "RegistrationFailed" });
    expect(register(3)).toMatchObject({ code: "RegistrationFailed" });
    expect(register(225)).toMatchObject({ code: "RegistrationSecretMissing" });
  });
});

it("lists each code once, in order", () => {
  const codes = LINUX_EXIT_CODES.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
});

it("gives every code but the successes an error", () => {
  for (const row of LINUX_EXIT_CODES) expect([row.code, row.errorCode === undefined]).toEqual([row.code, row.kind === "Success"]);
});
