import { describe, expect, it } from "vitest";
import { uninstallSteps } from "../../../lib/agents/deployment/manual-uninstall.js";
import { ERROR_DESCRIPTIONS } from "../../../lib/agents/errors/describe-error.js";
import { vendorErrors } from "../../../lib/agents/errors/vendor-errors.js";
import { LINUX_ADVICE } from "../../../lib/agents/linux/advice.js";

const commands = (osTag: string, installDir?: string) => uninstallSteps({ osTag, installDir }).flatMap((step) => step.commands);

describe("uninstallSteps", () => {
  it("has whole commands for Linux, from the folder where the agent lies", () => {
    expect(commands("RHEL8-64")).toContain("cd /usr/local/ASR && ./uninstall.sh -Y");
    expect(commands("RHEL8-64", "/opt/my agents/ASR")).toContain("cd '/opt/my agents/ASR' && ./uninstall.sh -Y");
  });
  it("has the vendor's command for Windows, with its log", () => {
    expect(commands("Windows")).toContain(
      'MsiExec.exe /qn /norestart /x {275197FC-14FD-4560-A5EB-38217F80CBD1} /L+*V "C:\\ProgramData\\ASRSetupLogs\\UnifiedAgentMSIUninstall.log"',
    );
  });
});

it("tells in no advice half a command: uninstall.sh is run from its folder", () => {
  const advice = [...Object.values(ERROR_DESCRIPTIONS), ...Object.values(LINUX_ADVICE)].map((one) => one?.recommendedAction ?? "");
  for (const text of [...advice, ...vendorErrors().map((row) => row.advice)]) {
    expect(text.replaceAll("cd /usr/local/ASR && ./uninstall.sh -Y", "")).not.toContain("uninstall.sh");
  }
});
