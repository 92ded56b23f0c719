import { expect, it } from "vitest";
import { errorsInLog } from "../../../lib/agents/linux/errors-in-log.js";

it("finds the errors file in the log of a run", () => {
  const json = JSON.stringify({ Errors: [{ error_name: "ASRMobilityServiceSecureBootEnabled", default_message: "about it" }] });
  const log = `unpacking\n--- InstallerErrors.json begin\n${json}\n--- InstallerErrors.json end\n--- last lines\nfailed\n`;
  expect(errorsInLog(log)).toMatchObject([{ code: "SecureBootEnabled" }]);
  expect(errorsInLog("no file")).toEqual([]);
});
