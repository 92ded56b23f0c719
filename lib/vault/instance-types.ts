import type { ReplicationProviderSpecificSettingsUnion } from "@azure/arm-recoveryservices-siterecovery";
import type { ReplicationKind } from "../fleet/vault/vault.js";
import { FromAzure, FromAzureByAppliance, OfAnyType, ToAzure, ToAzureByAppliance } from "./replication-details.js";

type InstanceType = ReplicationProviderSpecificSettingsUnion["instanceType"];
type Reader = typeof ToAzure | typeof FromAzure | typeof ToAzureByAppliance | typeof FromAzureByAppliance | typeof OfAnyType;
export type TypeRow = Readonly<{ kind: ReplicationKind; details: Reader }>;

/** Replication without the Mobility service of VMware and physical machines. */
const other = { kind: "Other", details: OfAnyType } as const;

/** Every type that the SDK knows; one that it learns will not compile until it has a row here. */
const ROWS = {
  InMageAzureV2: { kind: "Mobility", details: ToAzure },
  InMage: { kind: "Mobility", details: FromAzure },
  InMageRcm: { kind: "Mobility", details: ToAzureByAppliance },
  InMageRcmFailback: { kind: "Mobility", details: FromAzureByAppliance },
  A2A: other,
  A2ACrossClusterMigration: other,
  HyperVReplicaAzure: other,
  HyperVReplicaBaseReplicationDetails: other,
  HyperVReplica2012: other,
  HyperVReplica2012R2: other,
} satisfies Readonly<Record<InstanceType, TypeRow>>;

const BY_NAME: ReadonlyMap<string, TypeRow> = new Map(Object.entries(ROWS).map(([name, row]) => [name.toLowerCase(), row]));

/** The names of all rows. */
export const INSTANCE_TYPES: readonly string[] = Object.keys(ROWS);

/** The row of a type, in any case; one for any type where it is not known. */
export const typeRow = (name: string | undefined): TypeRow => BY_NAME.get(name?.toLowerCase() ?? "") ?? { kind: "Unknown", details: OfAnyType };
