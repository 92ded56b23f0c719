import type { Generation } from "../../../../lib/agents/generation.js";
import type { LabHostKey } from "../../door/host-key.js";
import type { LabAccount, LabConfigurationServer } from "../../machine/spec.js";
import type { WinrmLimits } from "../door/winrm.js";
import type { WindowsPose } from "./windows-poses.js";

/** Troubles to order on a Windows machine. Its programs read them, so they may be changed while it runs. */
export type WindowsFaults = Readonly<{
  /** The installer fails with this code and changes nothing. */
  installerExitCode?: number;
  /** The installer exits 0 and changes nothing. */
  installerDoesNothing?: boolean;
  installerHangs?: boolean;
  /** The installer waits in the middle until this is ordered no more, then goes on. */
  installerWaits?: boolean;
  /** Once: the machine restarts in the middle of the installation. */
  rebootDuringInstall?: boolean;
  /** Once: the machine restarts when the installation is done, before the installer ends. */
  rebootAfterInstall?: boolean;
  /** Another installation by MSI is under way: 97 with 1618 in its errors. */
  msiBusy?: boolean;
  /** Exit code 62. */
  restartPending?: boolean;
  /** Exit code 99 with an error of the prerequisites. */
  prerequisiteFails?: boolean;
  /** A VSS provider that cannot be installed: 98 with an error, before agent 9.23 exit code 45. */
  vssFailure?: boolean;
  servicesDoNotStart?: boolean;
  /** The services of the agent do not stop: 43 in an upgrade, and the MSI fails. */
  servicesDoNotStop?: boolean;
  /** Registration gets no answer. */
  registrationFails?: boolean;
  /** The uninstallation fails with 1603 and removes nothing. */
  uninstallerStuck?: boolean;
  /** The driver stays loaded, and its file and service stay, after an uninstallation. */
  driverInUse?: boolean;
  /** Exit code 46. */
  driverFails?: boolean;
  /** After an upgrade the machine must be restarted (1641), however near the versions are. */
  mandatoryRestart?: boolean;
  /** The self-extracting installer cannot be opened. */
  virusScanner?: boolean;
  /** What the agent's installer finds free on the drive. */
  freeMegabytes?: number;
}>;

export type WindowsAgent = Readonly<{ version: string; generation?: Generation /** Default true. */; registered?: boolean }>;

export type WindowsSpec = Readonly<{
  name: string;
  /** Default: Windows Server 2022. */
  system?: WindowsPose;
  /** Default: Administrator with password `lab`. */
  account?: LabAccount;
  /** What sshd hands commands to. Default cmd, as Windows' sshd. */
  defaultShell?: "cmd" | "powershell";
  agent?: WindowsAgent;
  /** Default LAB_CONFIGURATION_SERVER; null: it cannot be reached. */
  configurationServer?: LabConfigurationServer | null;
  hostKey?: LabHostKey;
  /** SSH answers. Default true. */
  ssh?: boolean;
  /** WinRM answers, over HTTPS with Basic and NTLM, over HTTP with sealed NTLM. Default false. */
  winrm?: boolean;
  winrmLimits?: WinrmLimits;
  faults?: WindowsFaults;
}>;

export const WINDOWS_ACCOUNT: LabAccount = { name: "Administrator", password: "lab" };
