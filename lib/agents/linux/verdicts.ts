import { type ExitCodeRow, LINUX_EXIT_CODES } from "../errors/exit-code-table.js";
import { type KnownCodes, verdictReader } from "../errors/verdict.js";
import { LINUX_ADVICE } from "./advice.js";

const CONFIGURATOR: readonly ExitCodeRow[] = [
  { code: 1, vendorCode: "EP0886", meaning: "the registration failed", kind: "Failure", errorCode: "RegistrationFailed" },
  { code: 98, vendorCode: "EP0965", meaning: "registered with warnings", kind: "Success" },
  {
    code: 119,
    vendorCode: "EP0896",
    meaning: "the registration with the appliance failed, or it was not started as root",
    kind: "Retry",
    errorCode: "RegistrationFailed",
  },
];

const UNINSTALLER: readonly ExitCodeRow[] = [
  { code: 0, meaning: "success", kind: "Success" },
  { code: 1, meaning: "nothing is installed, or another instance of it runs", kind: "Failure", errorCode: "UninstallFailed" },
  { code: 2, vendorCode: "EP0868", meaning: "the services could not be stopped", kind: "Failure", errorCode: "UninstallFailed" },
  { code: 224, meaning: "uninstall.sh is not there", kind: "Failure", errorCode: "AgentDamaged" },
];

/** What each of the programs on Linux ends with, and the scripts around them. */
export const LINUX_CODES: KnownCodes = {
  rows: LINUX_EXIT_CODES,
  rowsOf: { install: [], register: CONFIGURATOR, uninstall: UNINSTALLER },
  installed: new Map([
    [12, "AlreadyInstalled"],
    [98, "SucceededRebootRecommended"],
    [209, "SucceededRebootRecommended"],
  ]),
  advice: LINUX_ADVICE,
};

/** Reads the exit code of the Linux installer, of the configurator, of the uninstaller, or of the script around it. */
export const linuxVerdictOf = verdictReader(LINUX_CODES);
