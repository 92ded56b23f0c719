import type { Advice } from "../errors/describe-error.js";
import { CORRECT_ACCOUNT } from "../errors/machine-errors.js";

/** Causes and cures that name what only Linux has: paths, commands, programs, and what Azure Site Recovery calls it there. */
export const LINUX_ADVICE: Advice = {
  MachineUnreachable: { vendorCode: "EP0866" },
  ConnectionLost: { vendorCode: "EP0855" },
  UnsupportedSshAlgorithms: { vendorCode: "EP0866" },
  LoginRefused: {
    possibleCauses:
      "The user name, password or key is wrong, or the machine does not allow this kind of login (PasswordAuthentication, PermitRootLogin), or lets this account in by none: it is locked or expired, AllowUsers leaves it out, or its login shell does not exist. Servers answer all of these alike.",
    recommendedAction: `${CORRECT_ACCOUNT} Where the credential is right, the machine's own log says why (journalctl -t sshd).`,
    vendorCode: "EP0859",
  },
  CredentialUnusable: { vendorCode: "EP0859" },
  AccountMissing: { vendorCode: "EP0859" },
  CommandTimedOut: { vendorCode: "EP0855" },
  CommandFailed: { vendorCode: "EP0855" },
  UnsupportedKernel: { vendorCode: "EP0904" },
  InstallerBusy: { vendorCode: "EP0888" },
  VendorUpdateRunning: { vendorCode: "EP0888" },
  ServerUnreachable: { vendorCode: "EP0862" },
  RootRequired: {
    possibleCauses: "The account is not root and sudo is missing, not allowed for it, or asks for another password.",
    recommendedAction: "Use root, or allow the account to run everything by sudo.",
    vendorCode: "EP0963",
  },
  ClockWrong: { recommendedAction: "Set the machine's clock (chronyd, ntpd or the hypervisor's tools), then run the job again." },
  ReadOnlyFileSystem: {
    possibleCauses: "A file system that the agent needs is mounted read-only, often by the kernel after an I/O error.",
    recommendedAction: "Look into dmesg on the machine, repair and remount the file system for writing, then run the job again.",
  },
  UninstallFailed: {
    recommendedAction: "Look at /var/log/ua_uninstall.log on the machine; restart the machine when its services do not stop, then run the job again.",
  },
  NotEnoughSpace: {
    possibleCauses: "A file system of the machine is nearly full: 2 GB on /, 250 MB in the install folder and room for the installer are needed.",
  },
  HostsFileIncomplete: {
    possibleCauses: "/etc/hosts does not map the machine's own name to its addresses.",
    recommendedAction: "Add a line with the addresses of all adapters and the host name to /etc/hosts.",
    vendorCode: "EP0877",
  },
  StaleInstallerLock: {
    possibleCauses: "An earlier installation was killed and left its lock file .install.lck.",
    recommendedAction: "Make sure that no installer runs and delete the file that the message names.",
  },
  ToolMissing: { recommendedAction: "Install the program that the message names from the system's packages." },
  InstallerRemoved: {
    recommendedAction: "Exclude /var/lib/mobility-fleet from the virus scanner of the machine, then run the job again; it copies the file anew.",
  },
  InstallerFailed: { recommendedAction: "Read the job's log and /var/log/ua_install.log on the machine, cure what they name, run the job again." },
  InstallerDidNothing: { recommendedAction: "Read /var/log/ua_install.log on the machine; check that the installer is the one for this system." },
  AgentDamaged: {
    recommendedAction: "Uninstall what is left (as root: cd /usr/local/ASR && ./uninstall.sh -Y), restart the machine, install again.",
  },
  VerificationFailed: { recommendedAction: "Read the job's log; compare /usr/local/.vx_version on the machine with the target." },
  ServicesNotRunning: {
    possibleCauses: "The agent is installed, but svagents or appservice does not run, or the filter driver did not load.",
    recommendedAction: "Start them with bin/start in the agent's folder and read its logs; restart the machine when the driver is missing.",
  },
};
