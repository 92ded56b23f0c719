import type { Generation } from "../../../lib/agents/generation.js";
import type { LabHostKey } from "../door/host-key.js";
import type { Pose } from "./poses.js";

/** How one logs in. `root` is the root user; every other name becomes a user of its own, with sudo or without. */
export type LabAccount = Readonly<{
  name: string;
  password?: string;
  /** Lines as in authorized_keys. */
  publicKeys?: readonly string[];
  /** Default none. A `password` sudo asks for the account's password. */
  sudo?: "nopasswd" | "password" | "none";
}>;

/** Where a machine can be registered: what the configuration server (or the appliance) would accept. */
export type LabConfigurationServer = Readonly<{ address: string; passphrase: string; configJson: string }>;

export const LAB_CONFIGURATION_SERVER: LabConfigurationServer = {
  address: "10.20.0.4",
  passphrase: "lab-passphrase-0001",
  configJson: '{"machineDetails":"lab","rcmProxyEndpoint":"https://lab-appliance:443"}',
};

/** Troubles to order. They are read by the machine and by the lab installers, and may be changed while the machine runs. */
export type LabFaults = Readonly<{
  /** The installer fails with this code and changes nothing. */
  installerExitCode?: number;
  /** The installer exits 0 and changes nothing. */
  installerDoesNothing?: boolean;
  installerHangs?: boolean;
  /** The installer waits in the middle until this is ordered no more, then goes on. */
  installerWaits?: boolean;
  /** Once: the machine restarts in the middle of the installation. */
  rebootDuringInstall?: boolean;
  servicesDoNotStart?: boolean;
  /** The agent gets no answer when it registers (configurator exit 17). */
  registrationFails?: boolean;
  /** Once: the machine restarts when the installation is done, before the installer ends. */
  rebootAfterInstall?: boolean;
  /** The services of the agent do not stop: the uninstaller ends with 2 and removes nothing. */
  uninstallerStuck?: boolean;
  /** The uninstaller exits 0 and removes nothing. */
  uninstallerDoesNothing?: boolean;
  /** The driver is in use: it stays loaded, and its file stays, until a restart. */
  driverInUse?: boolean;
  /** A virus scanner removes uploaded installers at the moment when one is started. */
  virusScanner?: boolean;
  /** What `date` says is so many seconds ahead (or, below 0, behind). */
  clockOffsetSeconds?: number;
  staleLock?: boolean;
  vendorUpdateRunning?: boolean;
  secureBoot?: boolean;
  hostsFileIncomplete?: boolean;
  /** Types of the file systems at / and /boot. Default ext4. */
  rootFileSystem?: string;
  bootFileSystem?: string;
  /** /boot is mounted read-only. */
  bootReadOnly?: boolean;
  /** /etc/fstab names a file system for /boot, and it is not mounted. */
  bootNotMounted?: boolean;
  /** / and /boot lie on LVM: over one disk, over two, or over one without the program lvm. */
  lvm?: "one-disk" | "two-disks" | "no-tools";
  /** GRUB's files name /dev/sda2 instead of a UUID. */
  grubDeviceNames?: boolean;
  /** GRUB's files have acpi=0 for the kernel. */
  acpiZero?: boolean;
  /** There is no file of GRUB. */
  grubMissing?: boolean;
  dhcpClientMissing?: boolean;
  /** What `uname -r` says. Default: the kernel of this machine. */
  kernel?: string;
}>;

export type LabAgent = Readonly<{
  version: string;
  generation?: Generation;
  /** Default true; `elsewhere`: with another configuration server. */
  registered?: boolean | "elsewhere";
}>;

export type MachineSpec = Readonly<{
  name: string;
  osTag: Pose;
  /** Default: root with password `lab`. */
  account?: LabAccount;
  agent?: LabAgent;
  /** Default LAB_CONFIGURATION_SERVER; null: it cannot be reached. */
  configurationServer?: LabConfigurationServer | null;
  /** RSA host key with SHA-1, old key exchange and ciphers, as OpenSSH 5.3 of RHEL 6. */
  legacySsh?: boolean;
  /** Default: a new one. A clone has the key of the machine that it was made from. */
  hostKey?: LabHostKey;
  faults?: LabFaults;
  /** Gives the machine a disk of its own with so much free space; `setFreeDisk` changes it. */
  freeDiskBytes?: number;
}>;

export const DEFAULT_ACCOUNT: LabAccount = { name: "root", password: "lab" };
