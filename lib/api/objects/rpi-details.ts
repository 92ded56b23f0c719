import { z } from "zod";
import type { Machine } from "../../fleet/machines/machine.js";
import { fill, maybeText, maybeTime, noneYet, notKnown, output } from "./output.js";

export const AsrInMageAzureV2SpecificRpiDetails = output("ASRInMageAzureV2SpecificRPIDetails", "VMware or physical machine, classic.", {
  RecoveryAvailabilitySetId: z.null(),
  AgentVersion: maybeText,
  DiscoveryType: z.null(),
  IpAddress: z.string(),
  LastHeartbeat: maybeTime,
  ...notKnown("MasterTargetId", "MultiVmGroupId", "MultiVmGroupName", "OSDiskId"),
  OSType: z.string(),
  ProcessServerId: z.null(),
  ProcessServerName: maybeText,
  ProtectedDiskDetails: noneYet,
  ...notKnown("ProtectionStage", "RecoveryAzureLogStorageAccountId", "VHDName"),
  AgentExpiryDate: maybeTime,
  AzureVMDiskDetails: noneYet,
  CompressedDataRateInMB: z.null(),
  Datastores: noneYet,
  ...notKnown("DiskResized", "EnableRdpOnTargetOption", "InfrastructureVmId"),
  IsAgentUpdateRequired: maybeText,
  IsRebootAfterUpdateRequired: maybeText,
  LastRpoCalculatedTime: maybeTime,
  ...notKnown("LastUpdateReceivedTime", "LicenseType", "MultiVmSyncStatus"),
  OsVersion: maybeText,
  ProtectedDisks: noneYet,
  ...notKnown("RecoveryAzureResourceGroupId", "RecoveryAzureStorageAccount", "RecoveryAzureVMName", "RecoveryAzureVMSize", "ReplicaId"),
  ResyncProgressPercentage: z.null(),
  RpoInSeconds: z.number().int().nullable(),
  ...notKnown("SelectedRecoveryAzureNetworkId", "SelectedSourceNicId", "SourceVmCpuCount"),
  ...notKnown("SourceVmRamSizeInMB", "TargetVmId", "UncompressedDataRateInMB", "UseManagedDisks"),
  ValidationErrors: noneYet,
  VCenterInfrastructureId: z.null(),
  VmId: z.string(),
  VmNics: noneYet,
  ...notKnown("VmProtectionState", "VmProtectionStateDescription", "RecoveryAvailabilityZone", "RecoveryProximityPlacementGroupId"),
});

const AsrInMageRcmMobilityAgentDetails = output("ASRInMageRcmMobilityAgentDetails", "What was last seen of the Mobility service.", {
  Version: maybeText,
  LatestVersion: maybeText,
  LatestAgentReleaseDate: z.null(),
  DriverVersion: maybeText,
  LatestUpgradeableVersionWithoutReboot: z.null(),
  AgentVersionExpiryDate: maybeTime,
  DriverVersionExpiryDate: maybeTime,
  LastHeartbeatUtc: maybeTime,
  ReasonsBlockingUpgrade: z.array(z.string()),
  IsUpgradeable: z.null(),
});

export const AsrInMageRcmSpecificRpiDetails = output("ASRInMageRcmSpecificRPIDetails", "VMware or physical machine, modernized.", {
  ...notKnown("InternalIdentifier", "FabricDiscoveryMachineId", "MultiVmGroupName", "DiscoveryType", "ProcessServerId"),
  ProcessServerName: maybeText,
  ...notKnown("ProcessorCoreCount", "AllocatedMemoryInMB"),
  RunAsAccountId: maybeText,
  OsType: z.string(),
  FirmwareType: z.null(),
  PrimaryNicIpAddress: z.string(),
  ...notKnown(
    "TargetGeneration",
    "LicenseType",
    "TargetVmName",
    "TargetVmSize",
    "TargetResourceGroupId",
    "TargetLocation",
    "TargetAvailabilitySetId",
  ),
  ...notKnown("TargetAvailabilityZone", "TargetProximityPlacementGroupId", "TargetBootDiagnosticsStorageAccountId", "TargetNetworkId"),
  ...notKnown("TestNetworkId", "FailoverRecoveryPointId", "LastRecoveryPointReceived"),
  LastRpoInSeconds: z.number().int().nullable(),
  LastRpoCalculatedTime: maybeTime,
  ...notKnown(
    "LastRecoveryPointId",
    "InitialReplicationProgressPercentage",
    "InitialReplicationProcessedBytes",
    "InitialReplicationTransferredBytes",
  ),
  ...notKnown("InitialReplicationProgressHealth", "ResyncProgressPercentage", "ResyncProgressHealth", "ResyncState", "AgentUpgradeState"),
  ...notKnown("LastAgentUpgradeType", "ResyncRequired", "ResyncProcessedBytes", "ResyncTransferredBytes", "AgentUpgradeJobId"),
  ...notKnown("AgentUpgradeAttemptToVersion", "IsLastUpgradeSuccessful"),
  ProtectedDisks: noneYet,
  MobilityAgentDetails: AsrInMageRcmMobilityAgentDetails,
  LastAgentUpgradeErrorDetails: noneYet,
  VmNics: noneYet,
  AgentUpgradeBlockingErrorDetails: noneYet,
});

export const inMageAzureV2Details = (machine: Machine) =>
  fill(AsrInMageAzureV2SpecificRpiDetails, {
    AgentVersion: machine.agent?.version ?? machine.vault?.agentVersion,
    LastHeartbeat: machine.vault?.lastHeartbeat,
    ProcessServerName: machine.vault?.processServer,
    AgentExpiryDate: machine.vault?.agentExpiryDate,
    IsAgentUpdateRequired: machine.vault?.agentUpdateRequired,
    LastRpoCalculatedTime: machine.vault?.rpoTime,
    RpoInSeconds: machine.vault?.rpoSeconds,
    IpAddress: machine.address,
    OSType: machine.osType,
    ProtectedDiskDetails: [],
    AzureVMDiskDetails: [],
    Datastores: [],
    IsRebootAfterUpdateRequired: machine.agent
      ? machine.agent.rebootRequired === "None"
        ? "NotRequired"
        : "Required"
      : machine.vault?.rebootAfterUpdateRequired,
    OsVersion: machine.osName ?? machine.vault?.osName,
    ProtectedDisks: [],
    ValidationErrors: [],
    VmId: machine.name,
    VmNics: [],
  });

export const inMageRcmDetails = (machine: Machine) =>
  fill(AsrInMageRcmSpecificRpiDetails, {
    RunAsAccountId: machine.accountId,
    OsType: machine.osType,
    PrimaryNicIpAddress: machine.address,
    ProcessServerName: machine.vault?.processServer,
    LastRpoInSeconds: machine.vault?.rpoSeconds,
    LastRpoCalculatedTime: machine.vault?.rpoTime,
    ProtectedDisks: [],
    MobilityAgentDetails: fill(AsrInMageRcmMobilityAgentDetails, {
      Version: machine.agent?.version ?? machine.vault?.agentVersion,
      LatestVersion: machine.vault?.latestVersion,
      DriverVersion: machine.agent?.driverVersionAtBoot ?? machine.vault?.driverVersion,
      AgentVersionExpiryDate: machine.vault?.agentExpiryDate,
      DriverVersionExpiryDate: machine.vault?.driverExpiryDate,
      LastHeartbeatUtc: machine.vault?.lastHeartbeat,
      ReasonsBlockingUpgrade: machine.vault?.upgradeBlockedBy ?? [],
    }),
    LastAgentUpgradeErrorDetails: [],
    VmNics: [],
    AgentUpgradeBlockingErrorDetails: [],
  });
