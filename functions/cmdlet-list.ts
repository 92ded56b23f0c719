import type { AnyCmdlet } from "../lib/api/cmdlet/cmdlet.js";
import { exportAsrInventory } from "./cmdlets/Export-AzureRmRecoveryServicesAsrInventory.js";
import { exportAsrSupportBundle } from "./cmdlets/Export-AzureRmRecoveryServicesAsrSupportBundle.js";
import { getAsrAlertDelivery } from "./cmdlets/Get-AzureRmRecoveryServicesAsrAlertDelivery.js";
import { getAsrAlertSetting } from "./cmdlets/Get-AzureRmRecoveryServicesAsrAlertSetting.js";
import { getAsrAuditRecord } from "./cmdlets/Get-AzureRmRecoveryServicesAsrAuditRecord.js";
import { getAsrEvent } from "./cmdlets/Get-AzureRmRecoveryServicesAsrEvent.js";
import { getAsrFabric } from "./cmdlets/Get-AzureRmRecoveryServicesAsrFabric.js";
import { getAsrJob } from "./cmdlets/Get-AzureRmRecoveryServicesAsrJob.js";
import { getAsrJobLog } from "./cmdlets/Get-AzureRmRecoveryServicesAsrJobLog.js";
import { getAsrMobilityServiceDeploymentPackage } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage.js";
import { getAsrMobilityServiceHistory } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceHistory.js";
import { getAsrMobilityServiceHold } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceHold.js";
import { getAsrMobilityServiceInstaller } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller.js";
import { getAsrMobilityServiceKernelList } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceKernelList.js";
import { getAsrMobilityServiceManualInstall } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceManualInstall.js";
import { getAsrMobilityServiceManualUninstall } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceManualUninstall.js";
import { getAsrMobilityServicePlan } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServicePlan.js";
import { getAsrMobilityServiceSummary } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceSummary.js";
import { getAsrMobilityServiceUpdate } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceUpdate.js";
import { getAsrProtectableItem } from "./cmdlets/Get-AzureRmRecoveryServicesAsrProtectableItem.js";
import { getAsrProtectionContainer } from "./cmdlets/Get-AzureRmRecoveryServicesAsrProtectionContainer.js";
import { getAsrProtectionContainerMapping } from "./cmdlets/Get-AzureRmRecoveryServicesAsrProtectionContainerMapping.js";
import { getAsrReplicationProtectedItem } from "./cmdlets/Get-AzureRmRecoveryServicesAsrReplicationProtectedItem.js";
import { getAsrServicesProvider } from "./cmdlets/Get-AzureRmRecoveryServicesAsrServicesProvider.js";
import { getAsrSupportBundle } from "./cmdlets/Get-AzureRmRecoveryServicesAsrSupportBundle.js";
import { importAsrInventory } from "./cmdlets/Import-AzureRmRecoveryServicesAsrInventory.js";
import { importAsrMobilityServiceInstaller } from "./cmdlets/Import-AzureRmRecoveryServicesAsrMobilityServiceInstaller.js";
import { importAsrMobilityServiceKernelList } from "./cmdlets/Import-AzureRmRecoveryServicesAsrMobilityServiceKernelList.js";
import { installAsrAzureVMAgent } from "./cmdlets/Install-AzureRmRecoveryServicesAsrAzureVMAgent.js";
import { installAsrMobilityService } from "./cmdlets/Install-AzureRmRecoveryServicesAsrMobilityService.js";
import { newAsrMobilityServiceDeploymentPackage } from "./cmdlets/New-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage.js";
import { newAsrMobilityServiceHold } from "./cmdlets/New-AzureRmRecoveryServicesAsrMobilityServiceHold.js";
import { newAsrProtectableItem } from "./cmdlets/New-AzureRmRecoveryServicesAsrProtectableItem.js";
import { newAsrReplicationProtectedItem } from "./cmdlets/New-AzureRmRecoveryServicesAsrReplicationProtectedItem.js";
import { newAsrRunAsAccount } from "./cmdlets/New-AzureRmRecoveryServicesAsrRunAsAccount.js";
import { registerAsrMobilityService } from "./cmdlets/Register-AzureRmRecoveryServicesAsrMobilityService.js";
import { removeAsrFabric } from "./cmdlets/Remove-AzureRmRecoveryServicesAsrFabric.js";
import { removeAsrMobilityServiceHold } from "./cmdlets/Remove-AzureRmRecoveryServicesAsrMobilityServiceHold.js";
import { removeAsrMobilityServiceKernelList } from "./cmdlets/Remove-AzureRmRecoveryServicesAsrMobilityServiceKernelList.js";
import { removeAsrProtectableItem } from "./cmdlets/Remove-AzureRmRecoveryServicesAsrProtectableItem.js";
import { removeAsrReplicationProtectedItem } from "./cmdlets/Remove-AzureRmRecoveryServicesAsrReplicationProtectedItem.js";
import { removeAsrRunAsAccount } from "./cmdlets/Remove-AzureRmRecoveryServicesAsrRunAsAccount.js";
import { restartAsrJob } from "./cmdlets/Restart-AzureRmRecoveryServicesAsrJob.js";
import { resumeAsrAlertDelivery } from "./cmdlets/Resume-AzureRmRecoveryServicesAsrAlertDelivery.js";
import { resumeAsrJob } from "./cmdlets/Resume-AzureRmRecoveryServicesAsrJob.js";
import { setAsrAlertSetting } from "./cmdlets/Set-AzureRmRecoveryServicesAsrAlertSetting.js";
import { setAsrFabric } from "./cmdlets/Set-AzureRmRecoveryServicesAsrFabric.js";
import { setAsrFailedOverMachine } from "./cmdlets/Set-AzureRmRecoveryServicesAsrFailedOverMachine.js";
import { setAsrMobilityServiceAntivirusExclusion } from "./cmdlets/Set-AzureRmRecoveryServicesAsrMobilityServiceAntivirusExclusion.js";
import { setAsrRunAsAccount } from "./cmdlets/Set-AzureRmRecoveryServicesAsrRunAsAccount.js";
import { stopAsrJob } from "./cmdlets/Stop-AzureRmRecoveryServicesAsrJob.js";
import { testAsrMobilityService } from "./cmdlets/Test-AzureRmRecoveryServicesAsrMobilityService.js";
import { testAsrRunAsAccount } from "./cmdlets/Test-AzureRmRecoveryServicesAsrRunAsAccount.js";
import { uninstallAsrMobilityService } from "./cmdlets/Uninstall-AzureRmRecoveryServicesAsrMobilityService.js";
import { updateAsrMobilityService } from "./cmdlets/Update-AzureRmRecoveryServicesAsrMobilityService.js";
import { updateAsrServicesProvider } from "./cmdlets/Update-AzureRmRecoveryServicesAsrServicesProvider.js";

/** Every cmdlet that the service has, by name. */
export const CMDLETS: readonly AnyCmdlet[] = [
  exportAsrSupportBundle,
  exportAsrInventory,
  getAsrAlertDelivery,
  getAsrAlertSetting,
  getAsrAuditRecord,
  getAsrEvent,
  getAsrFabric,
  getAsrJob,
  getAsrJobLog,
  getAsrMobilityServiceDeploymentPackage,
  getAsrMobilityServiceHistory,
  getAsrMobilityServiceHold,
  getAsrMobilityServiceInstaller,
  getAsrMobilityServiceKernelList,
  getAsrMobilityServiceManualInstall,
  getAsrMobilityServiceManualUninstall,
  getAsrMobilityServicePlan,
  getAsrMobilityServiceSummary,
  getAsrMobilityServiceUpdate,
  getAsrProtectableItem,
  getAsrProtectionContainer,
  getAsrProtectionContainerMapping,
  getAsrReplicationProtectedItem,
  getAsrServicesProvider,
  getAsrSupportBundle,
  importAsrInventory,
  importAsrMobilityServiceInstaller,
  importAsrMobilityServiceKernelList,
  installAsrAzureVMAgent,
  installAsrMobilityService,
  newAsrMobilityServiceDeploymentPackage,
  newAsrMobilityServiceHold,
  newAsrProtectableItem,
  newAsrReplicationProtectedItem,
  newAsrRunAsAccount,
  registerAsrMobilityService,
  removeAsrMobilityServiceHold,
  removeAsrFabric,
  removeAsrProtectableItem,
  removeAsrMobilityServiceKernelList,
  removeAsrReplicationProtectedItem,
  removeAsrRunAsAccount,
  restartAsrJob,
  resumeAsrAlertDelivery,
  resumeAsrJob,
  setAsrAlertSetting,
  setAsrFabric,
  setAsrFailedOverMachine,
  setAsrMobilityServiceAntivirusExclusion,
  setAsrRunAsAccount,
  stopAsrJob,
  testAsrMobilityService,
  testAsrRunAsAccount,
  uninstallAsrMobilityService,
  updateAsrMobilityService,
  updateAsrServicesProvider,
];
