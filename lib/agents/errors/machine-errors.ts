import { z } from "zod";
import type { MachineErrorCode } from "../../core/errors.js";

/** The cure of every refused login; what the machine itself says of it, each platform adds. */
export const CORRECT_ACCOUNT =
  "Correct the run-as account (Set-AsrRunAsAccount) or test it on this machine (Test-AsrRunAsAccount), then resume the job; it is not tried again by itself, so that it is not locked out.";

/** What lies behind an error code. `vendorCode`: Azure Site Recovery's EP code, with the portal's number where that is known. */
export type ErrorDescription = Readonly<{ possibleCauses: string; recommendedAction: string; vendorCode?: string }>;

/** Causes and advice for what can go wrong with a machine, its account, its installer or its fabric; a platform says what is its own in its `advice`. */
export const MACHINE_ERRORS: Readonly<Record<MachineErrorCode, ErrorDescription>> = {
  MachineUnreachable: {
    possibleCauses: "The machine is off, its address or port is wrong, or a firewall lies in between.",
    recommendedAction: "Check that the SSH port of the machine can be reached from the service, then run the job again.",
  },
  ConnectionLost: {
    possibleCauses: "The network broke, or the machine was restarted.",
    recommendedAction: "Nothing at first: the job looks again by itself. If it repeats, check the network path.",
  },
  UnsupportedSshAlgorithms: {
    possibleCauses: "The machine's SSH server is old and offers only algorithms that are off by default.",
    recommendedAction: "Update its SSH server, or allow legacy SSH for this one machine.",
  },
  HostKeyUnknown: {
    possibleCauses: "No host key is on record for the machine, and a password is never sent to a server that nobody approved.",
    recommendedAction: "Compare the fingerprint of the message with the machine's own (ssh-keygen -lf) and call again with -AcceptHostKey.",
  },
  DestinationDenied: {
    possibleCauses: "The address is a loopback or link-local one or that of a cloud's own services, or the name leads to one.",
    recommendedAction:
      "Give the machine's address on its network. Where such an address is meant, name it in the setting FLEET_ALLOWED_DESTINATIONS.",
  },
  HostKeyMismatch: {
    possibleCauses: "The machine was installed anew, its address now belongs to another machine, or somebody is in between.",
    recommendedAction: "Find out which; only when the change is right, register the new host key.",
  },
  LoginRefused: {
    possibleCauses: "The user name, password or key is wrong, the account is locked or expired, or the machine does not let it log in this way.",
    recommendedAction: CORRECT_ACCOUNT,
  },
  CredentialUnusable: {
    possibleCauses:
      "The account's private key cannot be read, or the server asks for something that the account does not have: another kind of login, a code, a second credential. No credential was refused.",
    recommendedAction: "Give the account what the message names (Set-AsrRunAsAccount) or let the server take what it has, then resume the job.",
  },
  AccountStopped: {
    possibleCauses: "Logins with this run-as account were refused; it was stopped before it is locked out.",
    recommendedAction: "Set its credential again (Set-AsrRunAsAccount) or test it on one machine (Test-AsrRunAsAccount), then resume the job.",
  },
  AccountMissing: {
    possibleCauses: "No run-as account was named, or it or its credential is not there any more.",
    recommendedAction: "Give the account its credential again (Set-AsrRunAsAccount) and resume the job; or stop it and call again with -Account.",
  },
  RootRequired: {
    possibleCauses: "The account has no administrative rights on the machine, and cannot take them.",
    recommendedAction: "Use an account that has them, or allow this one to take them.",
  },
  ClockWrong: {
    possibleCauses: "The clock of the machine stands hours or days wrong: time synchronization does not run there.",
    recommendedAction: "Set the machine's clock, and mend its time synchronization; then run the job again.",
  },
  ReadOnlyFileSystem: {
    possibleCauses: "A file system that the agent needs is mounted read-only.",
    recommendedAction: "Look why, make it writable again, then run the job again.",
  },
  JumpHostUnreachable: {
    possibleCauses: "The jump host is off, its address or port is wrong, it refuses the login, or it may not forward (AllowTcpForwarding).",
    recommendedAction: "Check the jump host that the message names and its run-as account, then resume the job, or run it again when it has ended.",
  },
  UninstallFailed: {
    possibleCauses: "The services of the agent could not be stopped, or its uninstaller found another instance of itself.",
    recommendedAction: "Look at the uninstaller's log on the machine; restart the machine when its services do not stop, then run the job again.",
    vendorCode: "EP0868",
  },
  UninstallIncomplete: {
    possibleCauses: "The uninstaller ended without an error and left parts of the agent behind.",
    recommendedAction: "Remove what the message names by hand, restart the machine when the driver is still loaded, then test it.",
  },
  ProcessServerSilent: {
    possibleCauses:
      "The process server is off, its services do not run, it cannot reach its configuration server, or nobody has read its heartbeat lately.",
    recommendedAction:
      "Bring the process server back where it is off; then read its heartbeat again (Update-AsrServicesProvider, Import-AsrInventory -FromVault, or Set-AsrFabric).",
  },
  VersionOnHold: {
    possibleCauses: "An administrator put this version on hold; the message has the reason.",
    recommendedAction: "Choose another version, or take the hold away (Remove-AsrMobilityServiceHold) when its reason is gone.",
  },
  GroupMemberFailed: {
    possibleCauses: "Another machine of the same availability group was not healthy after its job.",
    recommendedAction: "Mend that machine first; then run the batch again for the rest.",
  },
  BatchHalted: {
    possibleCauses: "As many machines failed as -MaxFailures allows.",
    recommendedAction: "Look at the failed machines; then resume the batch, or stop it.",
  },
  BatchFailed: {
    possibleCauses: "Each machine has an error of its own.",
    recommendedAction: "List the jobs of the batch (Get-AsrJob -ParentJob) and follow the advice of their errors.",
  },
  WindowEnded: {
    possibleCauses:
      "The window of the batch (-NotBefore, -NotAfter) was too short for all of its machines, or they were busy, or the service was away meanwhile.",
    recommendedAction:
      "Restart the batch with a new window (Restart-AsrJob -NotBefore … -NotAfter …): it works on the machines that were left. More at the same time (-MaxConcurrency) fit a longer list.",
  },
  CommandTimedOut: {
    possibleCauses: "The machine is overloaded, or a file system on it hangs.",
    recommendedAction: "Check its load and its mounts, then run the job again.",
  },
  CommandFailed: {
    possibleCauses: "A command on the machine did not do what it always does; the message has what it printed.",
    recommendedAction: "Log in and run the same command by hand.",
  },
  WrongMachine: {
    possibleCauses: "The address now belongs to another machine: its name, BIOS id or machine id is not the recorded one.",
    recommendedAction: "Correct the address in the inventory. If the machine was rebuilt, remove it and create it again.",
    vendorCode: "EP0970",
  },
  ExclusionRefused: {
    possibleCauses: "Tamper protection is on, or the exclusions of the virus scanner come from a group policy or another management.",
    recommendedAction:
      "Add the folders that the message names where the exclusions are managed, then run the job again; it looks whether they are there.",
  },
  NotFailedOver: {
    possibleCauses: "The Azure VM agent has work in Azure alone, and the machine is not known to be there.",
    recommendedAction:
      "After the failover mark the machine with Set-AsrFailedOverMachine, which also takes its new address and host key; then run the job again.",
  },
  VmAgentNotRunning: {
    possibleCauses: "The package sources of the machine cannot be reached from Azure, or its service does not start.",
    recommendedAction: "Read the log of the job, correct what the package manager names, then run the job again.",
  },
  MachineRenamed: {
    possibleCauses: "The machine was given another host name, or what answers is a copy of it under another name.",
    recommendedAction:
      "If it was renamed on purpose, call again with -AcceptHostNameChange, which records the new name; otherwise correct the address in the inventory.",
    vendorCode: "EP2005",
  },
  UnsupportedOperatingSystem: {
    possibleCauses: "The operating system or its version is not in the support list.",
    recommendedAction: "Compare with the list in the message; after an upgrade of the system run the job again.",
    vendorCode: "EP0874",
  },
  UnsupportedKernel: {
    possibleCauses: "The version of the Mobility service has no filter driver for the kernel that runs on the machine.",
    recommendedAction:
      "Start a kernel that the version supports (the vendor lists them for each version), or update to a version that supports this one. Before every upgrade of the system or its kernel: first the components of Site Recovery (configuration server, process servers, master targets), then the agent, then the kernel.",
  },
  UnsupportedArchitecture: {
    possibleCauses: "The machine is not a 64-bit x86 machine.",
    recommendedAction: "The Mobility service exists for x86_64 alone; protect the machine by other means.",
    vendorCode: "EP0874",
  },
  UnsupportedFileSystem: {
    possibleCauses: "The root or the boot file system is of a type that the Mobility service does not replicate.",
    recommendedAction: "Move the system to a file system that the message names; protect the machine by other means until then.",
    vendorCode: "EP0915",
  },
  UnsupportedBoot: {
    possibleCauses: "The machine starts in a way that would not work after a failover.",
    recommendedAction: "Change what the message names, then run the job again.",
    vendorCode: "EP0915",
  },
  NotEnoughSpace: {
    possibleCauses: "A file system of the machine is nearly full.",
    recommendedAction: "Free space on the file system that the message names.",
    vendorCode: "EP0962",
  },
  HostsFileIncomplete: {
    possibleCauses: "The machine's hosts file does not map its own name to its addresses.",
    recommendedAction: "Add a line with the addresses of all adapters and the host name to the machine's hosts file.",
  },
  ToolMissing: {
    possibleCauses: "A minimal system without a program that unpacking or installing needs.",
    recommendedAction: "Install the program that the message names.",
  },
  RebootRequired: {
    possibleCauses: "An earlier installation or removal ends only with a restart of the machine.",
    recommendedAction: "Restart the machine in its next maintenance window, then run the job again.",
    vendorCode: "EP0883",
  },
  SecureBootEnabled: {
    possibleCauses: "UEFI secure boot is on; the filter driver of the Mobility service is not signed for it.",
    recommendedAction: "Turn secure boot off in the machine's firmware settings.",
  },
  StaleInstallerLock: {
    possibleCauses: "An earlier installation was killed and left its lock.",
    recommendedAction: "Make sure that no installer runs and remove the lock that the message names.",
    vendorCode: "EP0888",
  },
  InstallerBusy: {
    possibleCauses: "Somebody or something else installs the Mobility service on the machine at this moment.",
    recommendedAction: "Wait until it has ended; the job looks again by itself.",
  },
  VendorUpdateRunning: {
    possibleCauses: "The nightly automatic update of the vendor is at work on the machine.",
    recommendedAction: "Wait until it has ended; the job looks again by itself.",
  },
  InstallerMissing: {
    possibleCauses: "The catalogue has no installer of that version for the machine's operating system.",
    recommendedAction: "Import the installer that the message names.",
    vendorCode: "EP0968",
  },
  InstallerCorrupt: {
    possibleCauses: "The file changed on its way, is not what its name says, or cannot be unpacked.",
    recommendedAction: "Download it again from Microsoft and import it again.",
    vendorCode: "EP0853",
  },
  InstallerRemoved: {
    possibleCauses: "Something on the machine removed the installer before it could start: a virus scanner, or a clean-up job.",
    recommendedAction: "Exclude the folder of this service from the virus scanner of the machine, then run the job again; it copies the file anew.",
    vendorCode: "EP0880",
  },
  InstallerFailed: {
    possibleCauses: "The installer ended with an error; its code and the end of its log are in the job's log.",
    recommendedAction: "Read the job's log and the installer's on the machine, cure what they name, run the job again.",
    vendorCode: "EP0870",
  },
  InstallerDidNothing: {
    possibleCauses:
      "The installer reported success, but the version on the machine is not the new one: it did not understand an argument, or stopped early.",
    recommendedAction: "Read the installer's log on the machine; check that the installer is the one for this system.",
    vendorCode: "EP0870",
  },
  InstallerTimedOut: {
    possibleCauses: "The installer still runs after its time: it waits for something, or the machine is very slow.",
    recommendedAction: "It was not killed. Look at its log on the machine; when it has ended, run the job again.",
    vendorCode: "EP0870",
  },
  InstallerLost: {
    possibleCauses: "The machine was restarted, or the installer was killed before it could report.",
    recommendedAction: "Run the job again: it looks at the machine first and does what is left.",
  },
  DowngradeRefused: {
    possibleCauses: "The machine has a newer version than the one asked for.",
    recommendedAction: "Choose a newer target; going back needs an uninstall and a new installation.",
    vendorCode: "EP0882",
  },
  UpgradeNotSupported: {
    possibleCauses: "The installed agent is too old, of another platform, or a master target: no installer updates it.",
    recommendedAction: "Uninstall the agent, restart the machine, and install it anew; a master target is updated with its servers.",
    vendorCode: "EP0864",
  },
  AgentNotInstalled: {
    possibleCauses: "The Mobility service was never installed on the machine, or was removed.",
    recommendedAction: "Install it first.",
    vendorCode: "EP0897",
  },
  AgentDamaged: {
    possibleCauses: "Files of the Mobility service are missing or unreadable.",
    recommendedAction: "Uninstall what is left, restart the machine, install again.",
    vendorCode: "EP0864",
  },
  AgentFolderUnsafe: {
    possibleCauses:
      "Others than root may change the folder of the Mobility service, or the record of where it lies: what they put there would be run as root.",
    recommendedAction:
      "See who owns each part of the path (namei -l), give it back to root and take the right to write from others (as root: chown root …, chmod o-w …); see that what lies there is the vendor's.",
  },
  RegisteredElsewhere: {
    possibleCauses: "The agent is registered with another configuration server or appliance, or belongs to the other generation.",
    recommendedAction: "Uninstall it there and install it for this fabric, or register the machine with the right fabric.",
    vendorCode: "EP0867",
  },
  RegistrationFailed: {
    possibleCauses: "The passphrase or config.json is wrong or out of date, the address of the server is another one's, or the clock differs.",
    recommendedAction:
      "Store the registration secret of the fabric again (Set-AsrFabric: the passphrase from genpassphrase.exe -v, or a new config.json), check the way to the server (443), run the job again.",
    vendorCode: "EP0886",
  },
  RegistrationLost: {
    possibleCauses:
      "The installer removed an agent with a faulty driver and installed anew, or the agent was not registered before the update; the fabric has no secret to register it with.",
    recommendedAction:
      "Store the registration secret of the fabric with Set-AsrFabric (the passphrase from genpassphrase.exe -v, or the config.json from the appliance), then run Register-AsrMobilityService on the machine.",
    vendorCode: "EP0886",
  },
  ServerUnreachable: {
    possibleCauses: "A firewall, a route or name resolution keeps the machine from its configuration server or appliance, or the server is off.",
    recommendedAction: "Open the way from the machine to the server's port (443), check it there (curl -vk https://<server>), run the job again.",
  },
  RegistrationSecretMissing: {
    possibleCauses: "The fabric has no passphrase (classic) or config.json (modernized) on record.",
    recommendedAction: "Store it with Set-AsrFabric: the passphrase from genpassphrase.exe -v, or the config.json from the appliance.",
    vendorCode: "EP0894",
  },
  WaitingForRestart: {
    possibleCauses:
      "The next version lies more than four releases beyond the filter driver that was loaded at the last boot; the job was not asked to restart machines.",
    recommendedAction:
      "Restart the machine when it may be: the next look at it lets the job go on, or Resume-AsrJob does. With -Restart a job restarts it by itself.",
  },
  VerificationFailed: {
    possibleCauses: "After the installation the machine shows another version, or no registration.",
    recommendedAction: "Read the job's log; compare the version on the machine with the target.",
    vendorCode: "EP0870",
  },
  ServicesNotRunning: {
    possibleCauses: "The agent is installed, but its services do not run, or the filter driver did not load.",
    recommendedAction: "Start them and read the agent's logs; restart the machine when the driver is missing.",
    vendorCode: "EP0876",
  },
  ComponentsOutdated: {
    possibleCauses: "The configuration server, a process server or a master target is older than the version asked for.",
    recommendedAction: "Update in this order: configuration server, process servers, master targets, then the agents.",
  },
  Fenced: {
    possibleCauses: "Another job took the machine over meanwhile.",
    recommendedAction: "Nothing: the newer job goes on. Look at the machine's jobs.",
  },
  DeadlineExceeded: {
    possibleCauses: "A step did not end in its time.",
    recommendedAction: "Look at the step's last message, cure what it names, run the job again.",
    vendorCode: "EP0870",
  },
  PlatformNotSupported: {
    possibleCauses: "The machine is on record with an operating system of a kind on whose machines no job acts yet.",
    recommendedAction:
      "Install or update the agent there by hand (Get-AsrMobilityServiceManualInstall) or with a package (New-AsrMobilityServiceDeploymentPackage). When the OSType on record is wrong, correct it (Import-AsrInventory).",
  },
  WorkerCrashed: {
    possibleCauses: "The service itself was killed several times while it worked on this job.",
    recommendedAction: "Look into the service's log, then run the job again; it goes on where the machine stands.",
  },
  VaultRefused: {
    possibleCauses: "The app's managed identity is missing or may not read the vault, or the token that was given is expired or for something else.",
    recommendedAction:
      "Give the identity the role Site Recovery Reader on the vault, or call again with a fresh AccessToken (az account get-access-token); then import again.",
  },
  VaultUnavailable: {
    possibleCauses: "The network broke, Azure Resource Manager was not reachable from the service, or it failed.",
    recommendedAction: "Check that the service reaches the endpoint by HTTPS (private endpoints, proxies, firewalls), then import again.",
  },
};

const names = Object.keys(MACHINE_ERRORS) as [MachineErrorCode, ...MachineErrorCode[]]; // keys of a record over all codes

/** For data files that name an error of a job. */
export const MachineErrorName = z.enum(names);
