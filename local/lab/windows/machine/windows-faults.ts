import type { WindowsFaults } from "./windows-spec.js";

const NAMES: Readonly<Record<keyof WindowsFaults, string>> = {
  installerExitCode: "EXIT_CODE",
  installerDoesNothing: "DO_NOTHING",
  installerHangs: "HANG",
  installerWaits: "WAIT",
  rebootDuringInstall: "REBOOT",
  rebootAfterInstall: "REBOOT_AFTER",
  msiBusy: "MSI_BUSY",
  restartPending: "RESTART_PENDING",
  prerequisiteFails: "PREREQUISITE_FAILS",
  vssFailure: "VSS_FAILURE",
  servicesDoNotStart: "SERVICES_FAIL",
  servicesDoNotStop: "SERVICES_STUCK",
  registrationFails: "REGISTRATION_FAILS",
  uninstallerStuck: "UNINSTALL_STUCK",
  driverInUse: "DRIVER_IN_USE",
  driverFails: "DRIVER_FAILS",
  mandatoryRestart: "MANDATORY_RESTART",
  virusScanner: "VIRUS_SCANNER",
  freeMegabytes: "FREE_MB",
};

/** The text of C:\lab\faults: a line for each order. */
export function windowsFaultsFile(faults: WindowsFaults): string {
  const names = Object.keys(NAMES) as (keyof WindowsFaults)[]; // keys of a literal object
  return names.flatMap((name) => (faults[name] ? [`${NAMES[name]}=${faults[name] === true ? "1" : faults[name]}\r\n`] : [])).join("");
}
