import type { KnownInstallerErrors } from "../installers/installer-errors.js";

/** What to do about the names in the errors file of the installer for Windows, without their prefix ASRMobilityService. */
export const INSTALLER_ERROR_ADVICE = {
  BootAndSystemDiskOnSeparateDisks: { code: "UnsupportedBoot", advice: "Bring the boot and the system partition onto one disk." },
  NoSystemDiskFound: { code: "UnsupportedBoot", advice: "Check that Windows lists the disk with its system partition (diskpart, list disk)." },
  NoBootDiskFound: { code: "UnsupportedBoot", advice: "Check that Windows lists the disk with its boot partition (diskpart, list disk)." },
  MultipleSystemDisks: { code: "UnsupportedBoot", advice: "Keep one disk with a system partition." },
  MultipleBootDisks: { code: "UnsupportedBoot", advice: "Keep one disk with a boot partition." },
  MultipleActivePartitions: { code: "UnsupportedBoot", advice: "Mark one partition active only." },
  BootDriversMissing: { code: "UnsupportedBoot", advice: "Restore the drivers that the message names (atapi, vmbus, storflt, storvsc, intelide)." },
  CriticalServicesMissing: { code: "ToolMissing", advice: "Set the services that the message names to start by hand or by themselves." },
  InstallerRequiredMemoryError: { code: "NotEnoughSpace", advice: "Give the machine at least 1014 MB of memory." },
  InstallerUnsupportedSHA2SigningFailureWindows2008R2: { code: "ToolMissing", advice: "Install KB4490628 and KB4474419, then restart the machine." },
  InstallerUnsupportedSHA2SigningFailureWindows2008: { code: "ToolMissing", advice: "Install KB4493730 and KB4474419, then restart the machine." },
  InstallerMSIInstallationFailure_InstallationAlreadyRunning: { code: "InstallerBusy", advice: "Wait until the other installation is over (1618)." },
  InstallerMSIInstallationFailure_IncompatibleGroupPolicy: {
    code: "InstallerFailed",
    advice: "A group policy forbids installations (1625): exempt the machine.",
  },
  InstallerMSIInstallationFailure_TempDirectoryFull: { code: "NotEnoughSpace", advice: "Free space on the drive of C:\\Windows\\Temp." },
  InstallerInstallationTypeMismatch: { code: "AgentNotInstalled", advice: "Install the Mobility service instead of updating it." },
  InstallerCSTypeMismatch: { code: "RegisteredElsewhere", advice: "Uninstall the agent of the other generation first." },
  InstallerUpgradeMandatoryFilesMissing: { code: "AgentDamaged", advice: "Uninstall the agent, restart the machine, install again." },
  InstallerMandatoryFilesMissing: { code: "InstallerCorrupt", advice: "Import the installer anew, then run the job again." },
  VSSProviderInstallationFailed: {
    code: "InstallerFailed",
    advice: "Run InMageVSSProvider_Install.cmd in the agent's folder and read what it says; application-consistent points need the VSS provider.",
    isWarning: true,
  },
} as const satisfies KnownInstallerErrors;
