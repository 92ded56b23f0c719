import { armType } from "../../ids/arm-id.js";
import type { AsrProtectableItem } from "../../objects/protectable-item.js";
import type { AsrReplicationProtectedItem } from "../../objects/replication-protected-item.js";
import { type Wire, wireOf } from "./wire-of.js";

export function wireProtectableItem(item: AsrProtectableItem): Wire {
  const { ID, Name, FriendlyName, OS, ProtectionStatus, ReplicationProtectedItemId, SupportedReplicationProviders, FabricSpecificVMDetails } = item;
  return {
    id: ID,
    name: Name,
    type: armType("replicationFabrics", "replicationProtectionContainers", "replicationProtectableItems"),
    properties: {
      friendlyName: FriendlyName,
      protectionStatus: ProtectionStatus,
      ...(ReplicationProtectedItemId !== null && { replicationProtectedItemId: ReplicationProtectedItemId }),
      protectionReadinessErrors: [],
      supportedReplicationProviders: SupportedReplicationProviders,
      customDetails: {
        instanceType: "VMwareVirtualMachine",
        osType: OS,
        ...wireOf(FabricSpecificVMDetails),
        diskDetails: [],
        validationErrors: [],
      },
    },
  };
}

export function wireProtectedItem(item: AsrReplicationProtectedItem): Wire {
  const { ID, Name, Type, ReplicationProvider, ReplicationHealthErrors, ProviderSpecificDetails, NicDetailsList: _none, ...rest } = item;
  return {
    id: ID,
    name: Name,
    type: Type,
    properties: {
      ...wireOf(rest),
      healthErrors: ReplicationHealthErrors.map(wireOf),
      providerSpecificDetails: { instanceType: ReplicationProvider, ...withoutDiskDetails(wireOf(ProviderSpecificDetails)) },
    },
  };
}

/** The cmdlets make these out of `protectedDisks`; the management API has only those. */
const withoutDiskDetails = ({ protectedDiskDetails: _own, ...rest }: Wire): Wire => rest;
