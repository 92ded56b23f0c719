import { describe, expect, it } from "vitest";
import { LINUX_EXIT_CODES } from "../../../lib/agents/errors/exit-code-table.js";
import { linuxVerdictOf } from "../../../lib/agents/linux/verdicts.js";

const install = (code: number) => linuxVerdictOf(code, { phase: "install" });
const register = (code: number) => linuxVerdictOf(code, { phase: "register" });

describe("linuxVerdictOf", () => {
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
    [42, "UnsupportedOperatingSystem", "EP0874"],
    [62, "RebootRequired", "EP0883"],
    [97, "InstallerFailed", "EP0964"],
    [119, "RootRequired", "EP0896"],
    [120, "AgentNotInstalled", "EP0897"],
    [145, "UnsupportedKernel", "EP0898"],
    [208, "UnsupportedKernel", "EP0904"],
    [226, "InstallerRemoved", "EP0880"],
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
    expect(register(227)).toMatchObject({ code: "ServerUnreachable", vendorCode: "EP0862" });
  });
});
