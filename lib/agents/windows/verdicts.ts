import { type ExitCodeRow, WINDOWS_EXIT_CODES } from "../errors/exit-code-table.js";
import { type KnownCodes, verdictReader } from "../errors/verdict.js";
import { WINDOWS_ADVICE } from "./advice.js";

/** Of the scripts around the vendor's programs, and what means something else on Windows. */
const INSTALLER: readonly ExitCodeRow[] = [
  {
    code: 11,
    vendorCode: "EP0864",
    meaning: "a version is there that this installer does not update (older than 9.6.0.0)",
    kind: "Blocked",
    errorCode: "UpgradeNotSupported",
  },
  {
    code: 43,
    vendorCode: "EP0875",
    meaning: "services could not be stopped",
    kind: "Retry",
    errorCode: "InstallerFailed",
    advice:
      "Stop the services by hand (Stop-Service svagents, 'InMage Scout Application Service' -Force), or restart the machine; then run the job again.",
  },
  { code: 220, meaning: "no space to unpack the installer", kind: "Prerequisite", errorCode: "NotEnoughSpace" },
  {
    code: 221,
    meaning: "the installer could not be unpacked, though its digest was right on the machine",
    kind: "WrongPackage",
    errorCode: "InstallerCorrupt",
    advice:
      "A virus scanner or a policy may keep it from being opened: look into their logs on the machine, let them leave out C:\\ProgramData\\MobilityFleet, and run the job again. Where they did nothing, download the installer again from Microsoft and import it again.",
  },
  { code: 222, meaning: "the archive holds no installer", kind: "WrongPackage", errorCode: "InstallerCorrupt" },
  {
    code: 226,
    vendorCode: "EP0880",
    meaning: "the installer was removed between its copy and its start",
    kind: "Failure",
    errorCode: "InstallerRemoved",
  },
];

const CONFIGURATOR: readonly ExitCodeRow[] = [
  { code: 1, vendorCode: "EP0886", meaning: "the registration failed", kind: "Failure", errorCode: "RegistrationFailed" },
  {
    code: 13,
    vendorCode: "EP0867",
    meaning: "registered with another configuration server",
    kind: "Blocked",
    errorCode: "RegisteredElsewhere",
    advice:
      "Uninstall the agent (Uninstall-AsrMobilityService), then install it again: a classic agent on Windows cannot be moved to another server.",
  },
  {
    code: 97,
    vendorCode: "EP0964",
    meaning: "the appliance refused the registration, or did not answer it; the configurator's log says which",
    kind: "Failure",
    errorCode: "RegistrationFailed",
  },
  { code: 98, vendorCode: "EP0965", meaning: "registered with warnings", kind: "Success" },
  { code: 119, vendorCode: "EP0896", meaning: "the registration with the appliance failed", kind: "Retry", errorCode: "RegistrationFailed" },
  { code: 224, meaning: "the agent's configurator is not there", kind: "Failure", errorCode: "AgentDamaged" },
  { code: 225, meaning: "the registration secret did not reach the machine", kind: "Failure", errorCode: "RegistrationSecretMissing" },
  {
    code: 227,
    vendorCode: "EP0861",
    meaning: "the server could not be reached from the machine",
    kind: "Prerequisite",
    errorCode: "ServerUnreachable",
  },
];

/** What Windows Installer ends with. */
const MSIEXEC: readonly ExitCodeRow[] = [
  { code: 0, meaning: "success", kind: "Success" },
  { code: 1603, vendorCode: "EP0944", meaning: "Windows Installer failed", kind: "Failure", errorCode: "UninstallFailed" },
  { code: 1605, meaning: "the product is not installed", kind: "Success" },
  { code: 1618, vendorCode: "EP0934", meaning: "Windows Installer is busy with another installation", kind: "Retry", errorCode: "InstallerBusy" },
  { code: 1641, vendorCode: "EP0884", meaning: "success, and Windows Installer restarts the machine", kind: "Success" },
  { code: 3010, vendorCode: "EP0902", meaning: "success, a restart is recommended", kind: "Success" },
];

/** What each of the programs on Windows ends with, and the scripts around them. */
export const WINDOWS_CODES: KnownCodes = {
  rows: WINDOWS_EXIT_CODES,
  rowsOf: { install: INSTALLER, register: CONFIGURATOR, uninstall: MSIEXEC },
  installed: new Map([
    [12, "AlreadyInstalled"],
    [98, "SucceededRebootRecommended"],
    [1641, "SucceededRebootRecommended"],
    [3010, "SucceededRebootRecommended"],
  ]),
  advice: WINDOWS_ADVICE,
};

/** Reads the exit code of UnifiedAgent.exe, of the configurator, of Windows Installer, or of the script around it. */
export const windowsVerdictOf = verdictReader(WINDOWS_CODES);
