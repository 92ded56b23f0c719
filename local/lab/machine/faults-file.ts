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
  rootFileSystem: "ROOT_FILE_SYSTEM",
  bootFileSystem: "BOOT_FILE_SYSTEM",
  bootReadOnly: "BOOT_READ_ONLY",
  bootNotMounted: "BOOT_NOT_MOUNTED",
  lvm: "LVM",
  grubDeviceNames: "GRUB_DEVICE_NAMES",
  acpiZero: "ACPI_ZERO",
  grubMissing: "GRUB_MISSING",
  dhcpClientMissing: "DHCP_MISSING",
  kernel: "KERNEL",
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
