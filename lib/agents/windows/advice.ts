import type { Advice } from "../errors/describe-error.js";
import { CORRECT_ACCOUNT } from "../errors/machine-errors.js";

/** Causes and cures that name what only Windows has: paths, commands, programs, and what Azure Site Recovery calls it there. */
export const WINDOWS_ADVICE: Advice = {
  MachineUnreachable: { vendorCode: "EP0865" },
  ConnectionLost: { vendorCode: "EP0856" },
  UnsupportedSshAlgorithms: { vendorCode: "EP0865" },
  LoginRefused: {
    possibleCauses:
      "The user name, password or key is wrong, the account is disabled, locked or expired, or may not log on over the network; sshd takes the keys of administrators from C:\\ProgramData\\ssh\\administrators_authorized_keys alone.",
    recommendedAction: `${CORRECT_ACCOUNT} Where the credential is right, the machine's event logs say why (Security, and OpenSSH/Operational).`,
    vendorCode: "EP0858",
  },
  CredentialUnusable: { vendorCode: "EP0858" },
  AccountMissing: { vendorCode: "EP0858" },
  CommandTimedOut: { vendorCode: "EP0854" },
  CommandFailed: { vendorCode: "EP0854" },
  InstallerBusy: { vendorCode: "EP0890" },
  VendorUpdateRunning: { vendorCode: "EP0890" },
  InstallerLost: { vendorCode: "EP2002" },
  ServerUnreachable: { vendorCode: "EP0861" },
  RootRequired: {
    possibleCauses: "The account is no administrator of the machine, or its session there has no administrator's rights.",
    recommendedAction: "Use an account of the group Administrators; for local accounts over WinRM set LocalAccountTokenFilterPolicy to 1.",
    vendorCode: "EP0955",
  },
  ClockWrong: { recommendedAction: "Set the machine's clock (w32tm /resync, or the hypervisor's tools), then run the job again." },
  UninstallFailed: {
    recommendedAction:
      "Read C:\\ProgramData\\ASRSetupLogs\\UnifiedAgentMSIUninstall.log on the machine; restart it when its services do not stop, then run the job again.",
  },
  NotEnoughSpace: { possibleCauses: "A drive of the machine is nearly full: 1 GB on the install drive and room for the installer are needed." },
  InstallerRemoved: {
    recommendedAction:
      "Exclude C:\\ProgramData\\MobilityFleet from the virus scanner of the machine, then run the job again; it copies the file anew.",
  },
  InstallerFailed: {
    recommendedAction:
      "Read the job's log and C:\\ProgramData\\ASRSetupLogs\\ASRUnifiedAgentInstaller.log on the machine, cure what they name, run the job again.",
  },
  InstallerDidNothing: {
    recommendedAction:
      "Read C:\\ProgramData\\ASRSetupLogs\\ASRUnifiedAgentInstaller.log on the machine; check that the installer is the one for Windows.",
  },
  AgentDamaged: {
    recommendedAction:
      'Uninstall what is left (MsiExec.exe /qn /x {275197FC-14FD-4560-A5EB-38217F80CBD1} /L+*V "C:\\ProgramData\\ASRSetupLogs\\UnifiedAgentMSIUninstall.log"), restart the machine, install again.',
  },
  VerificationFailed: {
    recommendedAction:
      "Read the job's log; compare Version in HKLM\\SOFTWARE\\Wow6432Node\\InMage Systems\\Installed Products\\5 on the machine with the target.",
  },
  ServicesNotRunning: {
    possibleCauses: "The agent is installed, but svagents or the InMage Scout Application Service does not run, or the filter driver did not load.",
    recommendedAction: "Start the services (Start-Service svagents) and read their logs; restart the machine when the driver InDskFlt is missing.",
  },
};
