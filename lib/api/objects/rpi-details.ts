import { z } from "zod";
import type { Machine } from "../../fleet/machine.js";
import { fill, maybeText, noneYet, notKnown, output } from "./output.js";

export const AsrInMageAzureV2SpecificRpiDetails = output("ASRInMageAzureV2SpecificRPIDetails", "VMware or physical machine, classic.", {
  RecoveryAvailabilitySetId: z.null(),
  AgentVersion: maybeText,
  DiscoveryType: z.null(),
  IpAddress: z.string(),
  ...notKnown("LastHeartbeat", "MasterTargetId", "MultiVmGroupId", "MultiVmGroupName", "OSDiskId"),
  OSType: z.string(),
  ...notKnown("ProcessServerId", "ProcessServerName"),
  ProtectedDiskDetails: noneYet,
  ...notKnown("ProtectionStage", "RecoveryAzureLogStorageAccountId", "VHDName", "AgentExpiryDate"),
  AzureVMDiskDetails: noneYet,
  CompressedDataRateInMB: z.null(),
  Datastores: noneYet,
  ...notKnown("DiskResized", "EnableRdpOnTargetOption", "InfrastructureVmId", "IsAgentUpdateRequired"),
  IsRebootAfterUpdateRequired: z.enum(["NotRequired", "Required"]).nullable(),
  ...notKnown("LastRpoCalculatedTime", "LastUpdateReceivedTime", "LicenseType", "MultiVmSyncStatus"),
  OsVersion: maybeText,
  ProtectedDisks: noneYet,
  ...notKnown("RecoveryAzureResourceGroupId", "RecoveryAzureStorageAccount", "RecoveryAzureVMName", "RecoveryAzureVMSize", "ReplicaId"),
  ...notKnown("ResyncProgressPercentage", "RpoInSeconds", "SelectedRecoveryAzureNetworkId", "SelectedSourceNicId", "SourceVmCpuCount"),
  ...notKnown("SourceVmRamSizeInMB", "TargetVmId", "UncompressedDataRateInMB", "UseManagedDisks"),
  ValidationErrors: noneYet,
  VCenterInfrastructureId: z.null(),
  VmId: z.string(),
  VmNics: noneYet,
  ...notKnown("VmProtectionState", "VmProtectionStateDescription", "RecoveryAvailabilityZone", "RecoveryProximityPlacementGroupId"),
});

const AsrInMageRcmMobilityAgentDetails = output("ASRInMageRcmMobilityAgentDetails", "What was last seen of the Mobility service.", {
  Version: maybeText,
  ...notKnown("LatestVersion", "LatestAgentReleaseDate"),
  DriverVersion: maybeText,
  ...notKnown("LatestUpgradeableVersionWithoutReboot", "AgentVersionExpiryDate", "DriverVersionExpiryDate", "LastHeartbeatUtc"),
  ReasonsBlockingUpgrade: z.array(z.string()),
  IsUpgradeable: z.null(),
});

export const AsrInMageRcmSpecificRpiDetails = output("ASRInMageRcmSpecificRPIDetails", "VMware or physical machine, modernized.", {
  ...notKnown("InternalIdentifier", "FabricDiscoveryMachineId", "MultiVmGroupName", "DiscoveryType", "ProcessServerId", "ProcessServerName"),
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
  ...notKnown("TestNetworkId", "FailoverRecoveryPointId", "LastRecoveryPointReceived", "LastRpoInSeconds", "LastRpoCalculatedTime"),
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
    AgentVersion: machine.agent?.version,
    IpAddress: machine.address,
    OSType: machine.osType,
    ProtectedDiskDetails: [],
    AzureVMDiskDetails: [],
    Datastores: [],
    IsRebootAfterUpdateRequired: machine.agent && (machine.agent.rebootRequired === "None" ? "NotRequired" : "Required"),
    OsVersion: machine.osName,
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
    ProtectedDisks: [],
    MobilityAgentDetails: fill(AsrInMageRcmMobilityAgentDetails, {
      Version: machine.agent?.version,
      DriverVersion: machine.agent?.driverVersionAtBoot,
      ReasonsBlockingUpgrade: [],
    }),
    LastAgentUpgradeErrorDetails: [],
    VmNics: [],
    AgentUpgradeBlockingErrorDetails: [],
  });
