import { expect, it } from "vitest";
import { windowsFaultsFile } from "../../../../../local/lab/windows/machine/windows-faults.js";

it("writes a line for each order, and none for what is not ordered", () => {
  expect(windowsFaultsFile({ installerExitCode: 1603, msiBusy: true, installerHangs: false })).toBe("EXIT_CODE=1603\r\nMSI_BUSY=1\r\n");
  expect(windowsFaultsFile({})).toBe("");
});
