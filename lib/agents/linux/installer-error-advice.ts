import type { KnownInstallerErrors } from "../installers/installer-errors.js";

/** What to do about the names in the errors file of the installer for Linux, without their prefix ASRMobilityService. */
export const INSTALLER_ERROR_ADVICE = {
  CLocaleNotAvailable: { code: "InstallerFailed", advice: "Install the system's locales, so that the C locale exists." },
  HostNameNotSet: { code: "InstallerFailed", advice: "Set the machine's host name." },
  SecureBootEnabled: { code: "SecureBootEnabled", advice: "Turn UEFI secure boot off in the machine's firmware settings." },
  KernelNotSupported: {
    code: "UnsupportedKernel",
    advice:
      "Start a kernel that the new version supports, or update to a version that supports this one: the components of Site Recovery first (configuration server, process servers, master targets), then the agent, and only then the system or its kernel.",
  },
  KernelDirectoryNotExist: { code: "InstallerFailed", advice: "Restore /lib/modules of the running kernel (reinstall the kernel package)." },
  LisDriversNotAvailable: { code: "InstallerFailed", advice: "Install the Hyper-V drivers (hv_vmbus, hv_netvsc, hv_storvsc) of the distribution." },
  FreeSpaceOnRootNotSufficient: { code: "NotEnoughSpace", advice: "Free at least 2 GB on /." },
  InstallerFailedDueToLessSpaceInInstallationDirectory: { code: "NotEnoughSpace", advice: "Free at least 250 MB in the install folder." },
  SystemDiskNotFound: { code: "InstallerFailed", advice: "Check that the root file system lies on a disk that the system lists." },
  BootDiskNotFound: { code: "InstallerFailed", advice: "Check that /boot lies on a disk that the system lists." },
  BootOnLVMFromMultipleDisks: { code: "UnsupportedBoot", advice: "Bring the volume group of /boot onto one disk." },
  BootPartitionNotMounted: { code: "UnsupportedBoot", advice: "Mount /boot." },
  DeviceNotExist: { code: "InstallerFailed", advice: "Correct the device that the boot configuration names." },
  GrubDeviceNameChange: {
    code: "UnsupportedBoot",
    advice:
      "Replace device names by UUID= (blkid shows them) in the GRUB files: /boot/grub/menu.lst, /boot/grub/grub.cfg, /boot/grub2/grub.cfg, /etc/default/grub.",
  },
  LvmPackageMissing: { code: "ToolMissing", advice: "Install the lvm2 package." },
  UnsupportedRootFileSystem: { code: "UnsupportedFileSystem", advice: "The root file system must be ext3, ext4, xfs or btrfs." },
  UnsupportedBootFileSystem: { code: "UnsupportedFileSystem", advice: "/boot must be ext2, ext3, ext4, xfs or btrfs." },
  DirsNotWritable: {
    code: "ReadOnlyFileSystem",
    advice: "Make /, /boot, /etc and /var writable (mount -o remount,rw; lsattr -d shows what chattr +i has locked).",
  },
  AcpiEqualsToZeroSet: { code: "UnsupportedBoot", advice: "Remove acpi=0 from the GRUB files and restart the machine." },
  DhcpClientNotAvailable: { code: "ToolMissing", advice: "Install a DHCP client." },
  RunlevelCommandFailure: { code: "InstallerFailed", advice: "Bring the machine to run level 2, 3 or 5." },
  RegenerateInitrdTimeOut: { code: "InstallerFailed", advice: "Check that the initial RAM disk can be rebuilt by hand, then run the job again." },
  VMPlatformNotSet: { code: "AgentDamaged", advice: "Restore VmPlatform in drscout.conf, or uninstall and install again." },
  InstallerRPMDatabaseInconsistent: { code: "InstallerFailed", advice: "Repair the package database (rpm --rebuilddb)." },
  InstallerFailedToStopVxagentService: { code: "InstallerFailed", advice: "Stop the service vxagent by hand, then run the job again." },
  InstallerDowngradeAgentNotSupported: { code: "DowngradeRefused", advice: "Choose a newer target version." },
  InstallerInstallationTypeMismatch: { code: "AgentNotInstalled", advice: "Install the Mobility service instead of updating it." },
  InstallerCSTypeMismatch: { code: "RegisteredElsewhere", advice: "Uninstall the agent of the other generation first." },
  InstallerCommandLineParametersMissingFailure: {
    code: "InstallerFailed",
    advice: "Report it with the job's log: the installer did not get an argument that it needs.",
  },
  InstallerBlockOldOnePassEncryption: {
    code: "InstallerFailed",
    advice: "The disk encryption of this machine is not supported; remove it before the update.",
  },
  InstallerLinuxRecommendedReboot: {
    code: "RebootRequired",
    advice: "Restart the machine in its next maintenance window, so that the new filter driver loads.",
    isWarning: true,
  },
} as const satisfies KnownInstallerErrors;

/** One of those whose cure is known. */
export type InstallerErrorName = keyof typeof INSTALLER_ERROR_ADVICE;
