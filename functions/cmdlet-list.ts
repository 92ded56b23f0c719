import type { AnyCmdlet } from "../lib/api/cmdlet.js";
import { getAsrEvent } from "./cmdlets/Get-AzureRmRecoveryServicesAsrEvent.js";
import { getAsrFabric } from "./cmdlets/Get-AzureRmRecoveryServicesAsrFabric.js";
import { getAsrJob } from "./cmdlets/Get-AzureRmRecoveryServicesAsrJob.js";
import { getAsrJobLog } from "./cmdlets/Get-AzureRmRecoveryServicesAsrJobLog.js";
import { getAsrMobilityServiceInstaller } from "./cmdlets/Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller.js";
import { getAsrProtectableItem } from "./cmdlets/Get-AzureRmRecoveryServicesAsrProtectableItem.js";
import { getAsrProtectionContainer } from "./cmdlets/Get-AzureRmRecoveryServicesAsrProtectionContainer.js";
import { getAsrReplicationProtectedItem } from "./cmdlets/Get-AzureRmRecoveryServicesAsrReplicationProtectedItem.js";
import { importAsrMobilityServiceInstaller } from "./cmdlets/Import-AzureRmRecoveryServicesAsrMobilityServiceInstaller.js";
import { installAsrMobilityService } from "./cmdlets/Install-AzureRmRecoveryServicesAsrMobilityService.js";
import { newAsrProtectableItem } from "./cmdlets/New-AzureRmRecoveryServicesAsrProtectableItem.js";
import { newAsrReplicationProtectedItem } from "./cmdlets/New-AzureRmRecoveryServicesAsrReplicationProtectedItem.js";
import { newAsrRunAsAccount } from "./cmdlets/New-AzureRmRecoveryServicesAsrRunAsAccount.js";
import { setAsrFabric } from "./cmdlets/Set-AzureRmRecoveryServicesAsrFabric.js";
import { stopAsrJob } from "./cmdlets/Stop-AzureRmRecoveryServicesAsrJob.js";
import { testAsrMobilityService } from "./cmdlets/Test-AzureRmRecoveryServicesAsrMobilityService.js";
import { testAsrRunAsAccount } from "./cmdlets/Test-AzureRmRecoveryServicesAsrRunAsAccount.js";
import { updateAsrMobilityService } from "./cmdlets/Update-AzureRmRecoveryServicesAsrMobilityService.js";

/** Every cmdlet that the service has, by name. */
export const CMDLETS: readonly AnyCmdlet[] = [
  getAsrEvent,
  getAsrFabric,
  getAsrJob,
  getAsrJobLog,
  getAsrMobilityServiceInstaller,
  getAsrProtectableItem,
  getAsrProtectionContainer,
  getAsrReplicationProtectedItem,
  importAsrMobilityServiceInstaller,
  installAsrMobilityService,
  newAsrProtectableItem,
  newAsrReplicationProtectedItem,
  newAsrRunAsAccount,
  setAsrFabric,
  stopAsrJob,
  testAsrMobilityService,
  testAsrRunAsAccount,
  updateAsrMobilityService,
];
