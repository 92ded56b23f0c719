import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import type { CmdletName } from "../../lib/api/cmdlet/cmdlet-name.js";

/** Every cmdlet that the service has, by name, and how it is loaded: a process that starts declares the parameters of none, and later of those that are called. */
export const CMDLET_MODULES = {
  "Export-AzureRmRecoveryServicesAsrSupportBundle": async () =>
    (await import("../cmdlets/Export-AzureRmRecoveryServicesAsrSupportBundle.js")).exportAsrSupportBundle,
  "Export-AzureRmRecoveryServicesAsrInventory": async () =>
    (await import("../cmdlets/Export-AzureRmRecoveryServicesAsrInventory.js")).exportAsrInventory,
  "Get-AzureRmRecoveryServicesAsrAlertDelivery": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrAlertDelivery.js")).getAsrAlertDelivery,
  "Get-AzureRmRecoveryServicesAsrAlertSetting": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrAlertSetting.js")).getAsrAlertSetting,
  "Get-AzureRmRecoveryServicesAsrAuditRecord": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrAuditRecord.js")).getAsrAuditRecord,
  "Get-AzureRmRecoveryServicesAsrEvent": async () => (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrEvent.js")).getAsrEvent,
  "Get-AzureRmRecoveryServicesAsrFabric": async () => (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrFabric.js")).getAsrFabric,
  "Get-AzureRmRecoveryServicesAsrJob": async () => (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrJob.js")).getAsrJob,
  "Get-AzureRmRecoveryServicesAsrJobLog": async () => (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrJobLog.js")).getAsrJobLog,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage.js")).getAsrMobilityServiceDeploymentPackage,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceHistory": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceHistory.js")).getAsrMobilityServiceHistory,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceHold": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceHold.js")).getAsrMobilityServiceHold,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller.js")).getAsrMobilityServiceInstaller,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceKernelList": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceKernelList.js")).getAsrMobilityServiceKernelList,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceManualInstall": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceManualInstall.js")).getAsrMobilityServiceManualInstall,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceManualUninstall": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceManualUninstall.js")).getAsrMobilityServiceManualUninstall,
  "Get-AzureRmRecoveryServicesAsrMobilityServicePlan": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServicePlan.js")).getAsrMobilityServicePlan,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceSummary": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceSummary.js")).getAsrMobilityServiceSummary,
  "Get-AzureRmRecoveryServicesAsrMobilityServiceUpdate": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceUpdate.js")).getAsrMobilityServiceUpdate,
  "Get-AzureRmRecoveryServicesAsrProtectableItem": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrProtectableItem.js")).getAsrProtectableItem,
  "Get-AzureRmRecoveryServicesAsrProtectionContainer": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrProtectionContainer.js")).getAsrProtectionContainer,
  "Get-AzureRmRecoveryServicesAsrProtectionContainerMapping": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrProtectionContainerMapping.js")).getAsrProtectionContainerMapping,
  "Get-AzureRmRecoveryServicesAsrReplicationProtectedItem": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrReplicationProtectedItem.js")).getAsrReplicationProtectedItem,
  "Get-AzureRmRecoveryServicesAsrServicesProvider": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrServicesProvider.js")).getAsrServicesProvider,
  "Get-AzureRmRecoveryServicesAsrSupportBundle": async () =>
    (await import("../cmdlets/Get-AzureRmRecoveryServicesAsrSupportBundle.js")).getAsrSupportBundle,
  "Import-AzureRmRecoveryServicesAsrInventory": async () =>
    (await import("../cmdlets/Import-AzureRmRecoveryServicesAsrInventory.js")).importAsrInventory,
  "Import-AzureRmRecoveryServicesAsrMobilityServiceInstaller": async () =>
    (await import("../cmdlets/Import-AzureRmRecoveryServicesAsrMobilityServiceInstaller.js")).importAsrMobilityServiceInstaller,
  "Import-AzureRmRecoveryServicesAsrMobilityServiceKernelList": async () =>
    (await import("../cmdlets/Import-AzureRmRecoveryServicesAsrMobilityServiceKernelList.js")).importAsrMobilityServiceKernelList,
  "Install-AzureRmRecoveryServicesAsrAzureVMAgent": async () =>
    (await import("../cmdlets/Install-AzureRmRecoveryServicesAsrAzureVMAgent.js")).installAsrAzureVMAgent,
  "Install-AzureRmRecoveryServicesAsrMobilityService": async () =>
    (await import("../cmdlets/Install-AzureRmRecoveryServicesAsrMobilityService.js")).installAsrMobilityService,
  "New-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage": async () =>
    (await import("../cmdlets/New-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage.js")).newAsrMobilityServiceDeploymentPackage,
  "New-AzureRmRecoveryServicesAsrMobilityServiceHold": async () =>
    (await import("../cmdlets/New-AzureRmRecoveryServicesAsrMobilityServiceHold.js")).newAsrMobilityServiceHold,
  "New-AzureRmRecoveryServicesAsrProtectableItem": async () =>
    (await import("../cmdlets/New-AzureRmRecoveryServicesAsrProtectableItem.js")).newAsrProtectableItem,
  "New-AzureRmRecoveryServicesAsrReplicationProtectedItem": async () =>
    (await import("../cmdlets/New-AzureRmRecoveryServicesAsrReplicationProtectedItem.js")).newAsrReplicationProtectedItem,
  "New-AzureRmRecoveryServicesAsrRunAsAccount": async () =>
    (await import("../cmdlets/New-AzureRmRecoveryServicesAsrRunAsAccount.js")).newAsrRunAsAccount,
  "Register-AzureRmRecoveryServicesAsrMobilityService": async () =>
    (await import("../cmdlets/Register-AzureRmRecoveryServicesAsrMobilityService.js")).registerAsrMobilityService,
  "Remove-AzureRmRecoveryServicesAsrMobilityServiceHold": async () =>
    (await import("../cmdlets/Remove-AzureRmRecoveryServicesAsrMobilityServiceHold.js")).removeAsrMobilityServiceHold,
  "Remove-AzureRmRecoveryServicesAsrFabric": async () => (await import("../cmdlets/Remove-AzureRmRecoveryServicesAsrFabric.js")).removeAsrFabric,
  "Remove-AzureRmRecoveryServicesAsrProtectableItem": async () =>
    (await import("../cmdlets/Remove-AzureRmRecoveryServicesAsrProtectableItem.js")).removeAsrProtectableItem,
  "Remove-AzureRmRecoveryServicesAsrMobilityServiceKernelList": async () =>
    (await import("../cmdlets/Remove-AzureRmRecoveryServicesAsrMobilityServiceKernelList.js")).removeAsrMobilityServiceKernelList,
  "Remove-AzureRmRecoveryServicesAsrReplicationProtectedItem": async () =>
    (await import("../cmdlets/Remove-AzureRmRecoveryServicesAsrReplicationProtectedItem.js")).removeAsrReplicationProtectedItem,
  "Remove-AzureRmRecoveryServicesAsrRunAsAccount": async () =>
    (await import("../cmdlets/Remove-AzureRmRecoveryServicesAsrRunAsAccount.js")).removeAsrRunAsAccount,
  "Restart-AzureRmRecoveryServicesAsrJob": async () => (await import("../cmdlets/Restart-AzureRmRecoveryServicesAsrJob.js")).restartAsrJob,
  "Resume-AzureRmRecoveryServicesAsrAlertDelivery": async () =>
    (await import("../cmdlets/Resume-AzureRmRecoveryServicesAsrAlertDelivery.js")).resumeAsrAlertDelivery,
  "Resume-AzureRmRecoveryServicesAsrJob": async () => (await import("../cmdlets/Resume-AzureRmRecoveryServicesAsrJob.js")).resumeAsrJob,
  "Set-AzureRmRecoveryServicesAsrAlertSetting": async () =>
    (await import("../cmdlets/Set-AzureRmRecoveryServicesAsrAlertSetting.js")).setAsrAlertSetting,
  "Set-AzureRmRecoveryServicesAsrFabric": async () => (await import("../cmdlets/Set-AzureRmRecoveryServicesAsrFabric.js")).setAsrFabric,
  "Set-AzureRmRecoveryServicesAsrFailedOverMachine": async () =>
    (await import("../cmdlets/Set-AzureRmRecoveryServicesAsrFailedOverMachine.js")).setAsrFailedOverMachine,
  "Set-AzureRmRecoveryServicesAsrMobilityServiceAntivirusExclusion": async () =>
    (await import("../cmdlets/Set-AzureRmRecoveryServicesAsrMobilityServiceAntivirusExclusion.js")).setAsrMobilityServiceAntivirusExclusion,
  "Set-AzureRmRecoveryServicesAsrRunAsAccount": async () =>
    (await import("../cmdlets/Set-AzureRmRecoveryServicesAsrRunAsAccount.js")).setAsrRunAsAccount,
  "Stop-AzureRmRecoveryServicesAsrJob": async () => (await import("../cmdlets/Stop-AzureRmRecoveryServicesAsrJob.js")).stopAsrJob,
  "Test-AzureRmRecoveryServicesAsrMobilityService": async () =>
    (await import("../cmdlets/Test-AzureRmRecoveryServicesAsrMobilityService.js")).testAsrMobilityService,
  "Test-AzureRmRecoveryServicesAsrRunAsAccount": async () =>
    (await import("../cmdlets/Test-AzureRmRecoveryServicesAsrRunAsAccount.js")).testAsrRunAsAccount,
  "Uninstall-AzureRmRecoveryServicesAsrMobilityService": async () =>
    (await import("../cmdlets/Uninstall-AzureRmRecoveryServicesAsrMobilityService.js")).uninstallAsrMobilityService,
  "Update-AzureRmRecoveryServicesAsrMobilityService": async () =>
    (await import("../cmdlets/Update-AzureRmRecoveryServicesAsrMobilityService.js")).updateAsrMobilityService,
  "Update-AzureRmRecoveryServicesAsrServicesProvider": async () =>
    (await import("../cmdlets/Update-AzureRmRecoveryServicesAsrServicesProvider.js")).updateAsrServicesProvider,
} as const satisfies Readonly<Record<CmdletName, () => Promise<AnyCmdlet>>>;

/** Their names. */
export const CMDLET_NAMES = Object.keys(CMDLET_MODULES) as (keyof typeof CMDLET_MODULES)[]; // the keys of that record
