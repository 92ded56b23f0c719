import type { LabFaults } from "./spec.js";

const NAMES: Readonly<Record<keyof LabFaults, string>> = {
  installerExitCode: "EXIT_CODE",
  installerDoesNothing: "DO_NOTHING",
  installerHangs: "HANG",
  rebootDuringInstall: "REBOOT",
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

const assigned = (value: boolean | number | undefined): string => (typeof value === "number" ? String(value) : value ? "1" : "");
