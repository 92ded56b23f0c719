import { namesOf } from "./match.js";
import type { Method } from "./operation.js";

/** Operations of the management API that this service does not have, and what to use instead. */
export type NotHere = Readonly<{
  /** As the SDK calls them: one operation, or all of a group. */
  name: string;
  what: string;
  instead: string;
  /** Of one operation; a group is told by the word in its paths. */
  at: Readonly<{ method: Method; path: string } | { word: string }>;
}>;

/** What a call is refused with that is none of ours, but one of Azure's: an operation by itself, else the group of what its path leads to. */
export const notHere = (method: string, segments: readonly string[]): NotHere | undefined =>
  NOT_HERE.find(({ at }) => "path" in at && at.method === method && namesOf(at.path, segments) !== undefined) ??
  NOT_HERE.map((refused) => ({ refused, at: "word" in refused.at ? lastPlace(refused.at.word, segments) : -1 }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => b.at - a.at)[0]?.refused;

const lastPlace = (word: string, segments: readonly string[]): number =>
  segments.findLastIndex((segment, i) => i % 2 === 0 && segment.toLowerCase() === word.toLowerCase());

const IN_VAULT = "Do it in the vault, by the same call to https://management.azure.com.";

const FABRIC = "replicationFabrics/{fabricName}";
const CONTAINER = `${FABRIC}/replicationProtectionContainers/{protectionContainerName}`;
const ITEM = `${CONTAINER}/replicationProtectedItems/{replicatedProtectedItemName}`;
const PROVIDER = `${FABRIC}/replicationRecoveryServicesProviders/{providerName}`;
const MAPPING = `${CONTAINER}/replicationProtectionContainerMappings/{mappingName}`;
const VCENTER = `${FABRIC}/replicationvCenters/{vcenterName}`;

const one = (name: string, [method, path]: readonly [Method, string], what: string, instead = IN_VAULT): NotHere => ({
  name,
  what,
  instead,
  at: { method, path },
});
const group = (name: string, what: string, instead = IN_VAULT, word = name): NotHere => ({ name, what, instead, at: { word } });
/** What is done to a protected item, by the word that its path ends in. */
const onItem = (what: string, instead: string, ...words: readonly (readonly [string, string])[]): readonly NotHere[] =>
  words.map(([name, word]) => one(`replicationProtectedItems.${name}`, ["POST", `${ITEM}/${word}`], what, instead));

const MACHINES = "Add machines with New-ASRProtectableItem, or many with Import-ASRInventory.";
const MAKE_FABRIC = "Set-ASRFabric makes a fabric and its one protection container.";

/** Operations of the SDK that are not below a vault, by the word behind the provider in their paths. */
const OUTSIDE: readonly NotHere[] = [
  group("operations", "the list of what the resource provider offers", "docs/arm.md lists every operation that there is.", "operations"),
  group(
    "replicationEligibilityResultsOperations",
    "the eligibility of machines in Azure",
    "Get-ASRMobilityServiceUpdate and Test-ASRMobilityService say what is in the way of a machine.",
    "replicationEligibilityResults",
  ),
];

/** The same for a path that does not lead below a vault. */
export const notHereOutside = (path: string): NotHere | undefined => {
  const word = /\/providers\/microsoft\.recoveryservices\/([^/]+)(?:\/[^/]*)?\/?$/i.exec(path)?.[1]?.toLowerCase();
  return OUTSIDE.find(({ at }) => "word" in at && at.word.toLowerCase() === word);
};

/** Everything of the SDK that is answered 501. */
export const allNotHere = (): readonly NotHere[] => [...NOT_HERE, ...OUTSIDE];

/** All of them; together with `OPERATIONS` every operation of the SDK below a vault. */
export const NOT_HERE: readonly NotHere[] = [
  one("replicationFabrics.create", ["PUT", FABRIC], "the creation of fabrics through this API", MAKE_FABRIC),
  one(
    "replicationFabrics.checkConsistency",
    ["POST", `${FABRIC}/checkConsistency`],
    "the check of a fabric",
    "Test-ASRMobilityService checks machines.",
  ),
  one("replicationFabrics.migrateToAad", ["POST", `${FABRIC}/migratetoaad`], "the migration of a fabric to Entra ID"),
  one("replicationFabrics.reassociateGateway", ["POST", `${FABRIC}/reassociateGateway`], "the change of process servers"),
  one("replicationFabrics.renewCertificate", ["POST", `${FABRIC}/renewCertificate`], "the renewal of certificates"),
  one("replicationProtectionContainers.create", ["PUT", CONTAINER], "the creation of containers through this API", MAKE_FABRIC),
  one("replicationProtectionContainers.delete", ["POST", `${CONTAINER}/remove`], "the removal of containers"),
  one("replicationProtectionContainers.switchProtection", ["POST", `${CONTAINER}/switchprotection`], "failover"),
  ...onItem("the choice of disks", IN_VAULT, ["addDisks", "addDisks"], ["removeDisks", "removeDisks"]),
  ...onItem(
    "failover",
    IN_VAULT,
    ["applyRecoveryPoint", "applyRecoveryPoint"],
    ["failoverCancel", "failoverCancel"],
    ["failoverCommit", "failoverCommit"],
    ["plannedFailover", "plannedFailover"],
    ["unplannedFailover", "unplannedFailover"],
    ["testFailover", "testFailover"],
    ["testFailoverCleanup", "testFailoverCleanup"],
    ["reprotect", "reProtect"],
  ),
  ...onItem("replication", IN_VAULT, ["repairReplication", "repairReplication"], ["switchProvider", "switchProvider"]),
  ...onItem("the repair of replication", "Test-ASRMobilityService says what is wrong with the Mobility service.", [
    "resolveHealthErrors",
    "resolveHealthErrors",
  ]),
  ...onItem("the move to another appliance", "Do it in the vault; Register-ASRMobilityService registers the Mobility service with another server.", [
    "updateAppliance",
    "updateAppliance",
  ]),
  one("replicationProtectionContainerMappings.create", ["PUT", MAPPING], "the mapping of policies"),
  one("replicationProtectionContainerMappings.update", ["PATCH", MAPPING], "the mapping of policies"),
  one("replicationProtectionContainerMappings.purge", ["DELETE", MAPPING], "the mapping of policies"),
  one("replicationProtectionContainerMappings.delete", ["POST", `${MAPPING}/remove`], "the mapping of policies"),
  one("replicationProtectionContainerMappings.get", ["GET", MAPPING], "the mapping of policies"),
  one("replicationRecoveryServicesProviders.create", ["PUT", PROVIDER], "the registration of servers with a vault"),
  one("replicationRecoveryServicesProviders.purge", ["DELETE", PROVIDER], "the removal of servers from a vault"),
  one("replicationRecoveryServicesProviders.delete", ["POST", `${PROVIDER}/remove`], "the removal of servers from a vault"),
  one("replicationvCenters.create", ["PUT", VCENTER], "discovery through a vCenter", MACHINES),
  one("replicationvCenters.update", ["PATCH", VCENTER], "discovery through a vCenter", MACHINES),
  one("replicationvCenters.delete", ["DELETE", VCENTER], "discovery through a vCenter", MACHINES),
  group("recoveryPoints", "recovery points"),
  group("targetComputeSizes", "the sizes of machines in Azure"),
  group("migrationRecoveryPoints", "migration", IN_VAULT, "migrationRecoveryPoints"),
  group("replicationMigrationItems", "agentless migration, which has no Mobility service"),
  group(
    "replicationAppliances",
    "lists of appliances of their own",
    "replicationFabrics shows each appliance with its parts; so does Get-ASRFabric.",
  ),
  group("replicationLogicalNetworks", "networks"),
  group("replicationNetworks", "networks"),
  group("replicationNetworkMappings", "networks"),
  group("replicationStorageClassifications", "storage classifications"),
  group("replicationStorageClassificationMappings", "storage classifications"),
  group("replicationPolicies", "replication policies"),
  group("replicationProtectionIntents", "protection intents"),
  group("replicationRecoveryPlans", "recovery plans"),
  group("replicationVaultSetting", "the settings of a vault", IN_VAULT, "replicationVaultSettings"),
  group(
    "supportedOperatingSystemsOperations",
    "the vendor's list of operating systems",
    "Get-ASRMobilityServiceInstaller lists those for which there is an installer.",
    "replicationSupportedOperatingSystems",
  ),
];
