import { z } from "zod";
import { timeOfUuidv7 } from "../../core/ids.js";
import type { Fabric, ProtectionContainer } from "../../fleet/fabrics/fabric.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { VaultIds } from "../cmdlet/context.js";
import { armType } from "../ids/arm-id.js";
import { jobId, protectableItemId, protectedItemId } from "../ids/resource-ids.js";
import { PROVIDER } from "./fabric.js";
import { FleetMachineDetails, fleetMachineDetails } from "./machine-details.js";
import { fill, maybeText, noneYet, notKnown, output } from "./output.js";
import { AsrInMageAzureV2SpecificRpiDetails, AsrInMageRcmSpecificRpiDetails, inMageAzureV2Details, inMageRcmDetails } from "./rpi-details.js";

const CurrentScenario = output(
  "CurrentScenarioDetails",
  "What is at work on the item; ScenarioName is None when nothing is, null when only the job can tell.",
  {
    ScenarioName: maybeText,
    JobId: z.string(),
    StartTime: z.iso.datetime(),
  },
);

const AsrHealthError = output("ASRHealthError", "What the vault says is wrong with the replication.", {
  CreationTimeUtc: maybeText,
  EntityId: z.null(),
  ErrorCode: maybeText,
  ErrorLevel: maybeText,
  ErrorMessage: z.string(),
  PossibleCauses: maybeText,
  RecommendedAction: maybeText,
  RecoveryProviderErrorMessage: z.null(),
});

export const AsrReplicationProtectedItem = output(
  "ASRReplicationProtectedItem",
  "A machine whose replication was asked for. ProtectionState and ReplicationHealth are those of the vault at FleetDetails.VaultReadTime; Unknown and None when no vault was read.",
  {
    ActiveLocation: maybeText,
    AllowedOperations: z.array(z.string()),
    CurrentScenario,
    FailoverRecoveryPointId: z.null(),
    FriendlyName: z.string(),
    ID: z.string(),
    ...notKnown("LastSuccessfulFailoverTime", "LastSuccessfulTestFailoverTime"),
    Name: z.string(),
    NicDetailsList: noneYet,
    ...notKnown("PolicyFriendlyName", "PolicyID"),
    PrimaryFabricFriendlyName: z.string(),
    PrimaryProtectionContainerFriendlyName: z.string(),
    ProtectableItemId: z.string(),
    ProtectedItemType: z.null(),
    ProtectionState: z.string(),
    ProtectionStateDescription: z.string(),
    ProviderSpecificDetails: z.union([AsrInMageAzureV2SpecificRpiDetails, AsrInMageRcmSpecificRpiDetails]),
    ...notKnown("RecoveryAzureStorageAccount", "RecoveryAzureVMName", "RecoveryAzureVMSize", "RecoveryFabricFriendlyName", "RecoveryFabricId"),
    ...notKnown("RecoveryProtectionContainerFriendlyName", "RecoveryResourceGroupId", "SelectedSourceNicNetworkId", "RecoveryServicesProviderId"),
    ReplicationHealth: z.string(),
    ReplicationHealthErrors: z.array(AsrHealthError),
    ReplicationProvider: z.enum(["InMageAzureV2", "InMageRcm"]),
    ...notKnown("SelectedRecoveryAzureNetworkId", "TestFailoverState", "TestFailoverStateDescription"),
    Type: z.string(),
    ...notKnown("TfoAzureVMName", "SelectedTfoAzureNetworkId"),
    FleetDetails: FleetMachineDetails,
  },
);
export type AsrReplicationProtectedItem = z.infer<typeof AsrReplicationProtectedItem>;

type Surroundings = Readonly<{ fabric: Fabric; container: ProtectionContainer; vault: VaultIds }>;

/** The machine as Get-ASRReplicationProtectedItem shows it. */
export const asrReplicationProtectedItem = (
  machine: Machine & { protectedItem: string },
  { fabric, container, vault }: Surroundings,
): AsrReplicationProtectedItem =>
  fill(AsrReplicationProtectedItem, {
    ActiveLocation: machine.vault?.activeLocation,
    AllowedOperations: [],
    CurrentScenario: currentScenario(machine, vault),
    FriendlyName: machine.friendlyName,
    ID: protectedItemId(vault, machine, machine.protectedItem),
    Name: machine.protectedItem,
    NicDetailsList: [],
    PrimaryFabricFriendlyName: fabric.friendlyName,
    PrimaryProtectionContainerFriendlyName: container.friendlyName,
    ProtectableItemId: protectableItemId(vault, machine),
    ProtectionState: machine.vault?.protectionState ?? "Unknown",
    ProtectionStateDescription: protectionStateDescription(machine),
    ProviderSpecificDetails: fabric.generation === "Classic" ? inMageAzureV2Details(machine) : inMageRcmDetails(machine),
    ReplicationHealth: machine.vault?.replicationHealth ?? "None",
    ReplicationHealthErrors: (machine.vault?.healthErrors ?? []).map(({ code, level, message, possibleCauses, recommendedAction, time }) =>
      fill(AsrHealthError, {
        ...{ CreationTimeUtc: time, ErrorCode: code, ErrorLevel: level },
        ...{ ErrorMessage: message, PossibleCauses: possibleCauses, RecommendedAction: recommendedAction },
      }),
    ),
    ReplicationProvider: PROVIDER[fabric.generation].replicationProvider,
    Type: armType("replicationFabrics", "replicationProtectionContainers", "replicationProtectedItems"),
    FleetDetails: fleetMachineDetails(machine),
  });

const protectionStateDescription = ({ vault }: Machine): string =>
  vault
    ? (vault.protectionStateDescription ?? vault.protectionState ?? "Unknown")
    : "The state of the replication is the vault's to tell; it was not read";

const currentScenario = ({ lease }: Machine, vault: VaultIds) =>
  lease
    ? fill(CurrentScenario, { JobId: jobId(vault, lease.job), StartTime: timeOfUuidv7(lease.job).toISOString() })
    : fill(CurrentScenario, { ScenarioName: "None", JobId: jobId(vault, "None"), StartTime: "1753-01-01T01:01:01Z" });
