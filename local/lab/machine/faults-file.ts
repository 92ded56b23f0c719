import type { LabFaults } from "./spec.js";

const NAMES: Readonly<Record<keyof LabFaults, string>> = {
  installerExitCode: "EXIT_CODE",
  installerDoesNothing: "DO_NOTHING",
  installerHangs: "HANG",
  installerWaits: "WAIT",
  rebootDuringInstall: "REBOOT",
  rebootAfterInstall: "REBOOT_AFTER",
  uninstallerStuck: "UNINSTALL_STUCK",
  uninstallerDoesNothing: "UNINSTALL_NOTHING",
  driverInUse: "DRIVER_IN_USE",
  virusScanner: "VIRUS_SCANNER",
  clockOffsetSeconds: "CLOCK_OFFSET",
  servicesDoNotStart: "SERVICES_FAIL",
  registrationFails: "REGISTRATION_FAILS",
  staleLock: "STALE_LOCK",
  vendorUpdateRunning: "VENDOR_UPDATE",
  secureBoot: "SECURE_BOOT",
  hostsFileIncomplete: "HOSTS_INCOMPLETE",
};

/** The text of /etc/lab/faults: one shell assignment a fault. */
export function faultsFile(faults: LabFaults): string {
  const names = Object.keys(NAMES) as (keyof LabFaults)[]; // keys of a literal object
  return names.map((name) => `${NAMES[name]}=${assigned(faults[name])}\n`).join("");
}

function assigned(value: boolean | number | string | undefined): string {
  if (typeof value === "string" && !/^[\w.-]+$/.test(value)) throw new TypeError(`a fault's text must be letters, digits, - . _; got "${value}"`);
  return typeof value === "boolean" ? (value ? "1" : "") : String(value ?? "");
}
