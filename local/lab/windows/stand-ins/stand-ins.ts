import addMpPreference from "./Add-MpPreference.ps1";
import confirmSecureBootUefi from "./Confirm-SecureBootUEFI.ps1";
import getCimInstance from "./Get-CimInstance.ps1";
import getHotFix from "./Get-HotFix.ps1";
import getMpComputerStatus from "./Get-MpComputerStatus.ps1";
import getMpPreference from "./Get-MpPreference.ps1";
import getNetFirewallRule from "./Get-NetFirewallRule.ps1";
import getWinEvent from "./Get-WinEvent.ps1";
import removeMpPreference from "./Remove-MpPreference.ps1";
import restartComputer from "./Restart-Computer.ps1";
import setMpPreference from "./Set-MpPreference.ps1";

/** What Windows' PowerShell has and Wine cannot give, by the name of the command: one function a file. */
export const STAND_INS: Readonly<Record<string, string>> = {
  "Add-MpPreference": addMpPreference,
  "Confirm-SecureBootUEFI": confirmSecureBootUefi,
  "Get-CimInstance": getCimInstance,
  "Get-HotFix": getHotFix,
  "Get-MpComputerStatus": getMpComputerStatus,
  "Get-MpPreference": getMpPreference,
  "Get-NetFirewallRule": getNetFirewallRule,
  "Get-WinEvent": getWinEvent,
  "Remove-MpPreference": removeMpPreference,
  "Restart-Computer": restartComputer,
  "Set-MpPreference": setMpPreference,
};
