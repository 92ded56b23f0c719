import { z } from "zod";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { AppliancePart, Fabric, ProtectionContainer } from "../../fleet/fabrics/fabric.js";
import type { VaultIds } from "../cmdlet/context.js";
import { armType } from "../ids/arm-id.js";
import { containerId, fabricId } from "../ids/resource-ids.js";
import { AsrRunAsAccount, asrRunAsAccount } from "./account.js";
import {
  AsrDraDetails,
  AsrMarsAgentDetails,
  AsrMasterTargetServer,
  AsrProcessServer,
  AsrProcessServerDetails,
  AsrPushInstallerDetails,
  AsrRcmProxyDetails,
  AsrReplicationAgentDetails,
  AsrReprotectAgentDetails,
  asrApplianceServer,
  asrDraDetails,
  asrMasterTargetServer,
  asrProcessServer,
} from "./fabric-server.js";
import { fill, maybeText, noneYet, notKnown, output } from "./output.js";

const AsrVMWareSpecificDetails = output("ASRVMWareSpecificDetails", "A configuration server (classic).", {
  AgentVersion: maybeText,
  CsServiceStatus: z.null(),
  HostName: maybeText,
  IpAddress: maybeText,
  LastHeartbeat: z.null(),
  MasterTargetServers: z.array(AsrMasterTargetServer),
  ProcessServers: z.array(AsrProcessServer),
  ProtectedServers: z.null(),
  RunAsAccounts: z.array(AsrRunAsAccount),
  VersionStatus: z.null(),
});

const AsrInMageRcmFabricSpecificDetails = output(
  "ASRInMageRcmFabricSpecificDetails",
  "A replication appliance (modernized). RunAsAccounts is an extension.",
  {
    ...notKnown("VmwareSiteId", "PhysicalSiteId", "ServiceEndpoint", "ServiceResourceId", "ServiceContainerId", "DataPlaneUri", "ControlPlaneUri"),
    ProcessServers: z.array(AsrProcessServerDetails),
    RcmProxies: z.array(AsrRcmProxyDetails),
    PushInstallers: z.array(AsrPushInstallerDetails),
    ReplicationAgents: z.array(AsrReplicationAgentDetails),
    ReprotectAgents: z.array(AsrReprotectAgentDetails),
    MarsAgents: z.array(AsrMarsAgentDetails),
    Dras: z.array(AsrDraDetails),
    AgentDetails: noneYet,
    RunAsAccounts: z.array(AsrRunAsAccount),
  },
);

const FleetJumpHost = output("ASRFabricJumpHost", "Extension: an SSH server through which machines are reached.", {
  Name: z.string(),
  Address: z.string(),
  Port: z.number().int(),
  AccountId: z.string(),
  HostKeySha256: z.string(),
});

const FleetFabricDetails = output("ASRFabricFleetDetails", "Extension: what machines register with.", {
  Generation: z.enum(["Classic", "Modernized"]),
  ServerAddress: maybeText,
  ServerPort: z.number().int(),
  ServerVersion: maybeText,
  HasRegistrationSecret: z.boolean(),
  JumpHosts: z.array(FleetJumpHost),
  DefaultJumpHost: maybeText,
});

export const AsrFabric = output("ASRFabric", "A site: a configuration server or a replication appliance.", {
  Name: z.string(),
  FriendlyName: z.string(),
  ID: z.string(),
  Type: z.string(),
  FabricType: z.enum(["VMware", "InMageRcm"]),
  SiteIdentifier: z.null(),
  FabricSpecificDetails: z.union([AsrVMWareSpecificDetails, AsrInMageRcmFabricSpecificDetails]),
  FleetDetails: FleetFabricDetails,
});
export type AsrFabric = z.infer<typeof AsrFabric>;

/** The provider types of the two generations, as Azure Site Recovery names them. */
export const PROVIDER = {
  Classic: { fabricType: "VMware", replicationProvider: "InMageAzureV2" },
  Modernized: { fabricType: "InMageRcm", replicationProvider: "InMageRcm" },
} as const;

/** The fabric as Get-ASRFabric shows it. */
export const asrFabric = (fabric: Fabric, accounts: readonly RunAsAccount[], vault: VaultIds): AsrFabric =>
  fill(AsrFabric, {
    Name: fabric.name,
    FriendlyName: fabric.friendlyName,
    ID: fabricId(vault, fabric.name),
    Type: armType("replicationFabrics"),
    FabricType: PROVIDER[fabric.generation].fabricType,
    FabricSpecificDetails: fabric.generation === "Classic" ? classic(fabric, accounts) : modernized(fabric, accounts),
    FleetDetails: fill(FleetFabricDetails, {
      Generation: fabric.generation,
      ServerAddress: fabric.serverAddress,
      ServerPort: fabric.serverPort,
      ServerVersion: fabric.serverVersion,
      HasRegistrationSecret: fabric.registrationSecret !== undefined,
      JumpHosts: fabric.jumpHosts.map(({ name: Name, address: Address, port: Port, accountId: AccountId, hostKeySha256: HostKeySha256 }) =>
        fill(FleetJumpHost, { Name, Address, Port, AccountId, HostKeySha256 }),
      ),
      DefaultJumpHost: fabric.defaultJumpHost,
    }),
  });

const classic = (fabric: Fabric, accounts: readonly RunAsAccount[]) =>
  fill(AsrVMWareSpecificDetails, {
    AgentVersion: fabric.serverVersion,
    HostName: fabric.friendlyName,
    IpAddress: fabric.serverAddress,
    MasterTargetServers: fabric.masterTargets.map(asrMasterTargetServer),
    ProcessServers: fabric.processServers.map(asrProcessServer),
    RunAsAccounts: accounts.map((account) => asrRunAsAccount(account)),
  });

function modernized({ processServers, vault }: Fabric, accounts: readonly RunAsAccount[]) {
  const parts = (role: AppliancePart["role"]) => (vault?.applianceParts ?? []).filter((part) => part.role === role);
  const shown = (role: AppliancePart["role"], as: typeof AsrProcessServerDetails) => parts(role).map((part) => asrApplianceServer(as, part));
  return fill(AsrInMageRcmFabricSpecificDetails, {
    ProcessServers: processServers.map((server) => asrApplianceServer(AsrProcessServerDetails, server)),
    RcmProxies: shown("rcm proxy", AsrRcmProxyDetails),
    PushInstallers: shown("push installer", AsrPushInstallerDetails),
    ReplicationAgents: shown("replication agent", AsrReplicationAgentDetails),
    ReprotectAgents: shown("reprotection agent", AsrReprotectAgentDetails),
    MarsAgents: shown("MARS agent", AsrMarsAgentDetails),
    Dras: parts("provider").map(asrDraDetails),
    AgentDetails: [],
    RunAsAccounts: accounts.map((account) => asrRunAsAccount(account)),
  });
}

export const AsrProtectionContainer = output("ASRProtectionContainer", "What holds the machines of a fabric.", {
  FriendlyName: z.string(),
  Name: z.string(),
  ID: z.string(),
  Type: z.string(),
  FabricFriendlyName: z.string(),
  FabricType: z.enum(["VMware", "InMageRcm"]),
  Role: z.null(),
  AvailablePolicies: noneYet,
  ProtectionContainerMappings: noneYet,
});
export type AsrProtectionContainer = z.infer<typeof AsrProtectionContainer>;

/** The container as Get-ASRProtectionContainer shows it. */
export const asrProtectionContainer = (container: ProtectionContainer, fabric: Fabric, vault: VaultIds): AsrProtectionContainer =>
  fill(AsrProtectionContainer, {
    FriendlyName: container.friendlyName,
    Name: container.name,
    ID: containerId(vault, fabric.name, container.name),
    Type: armType("replicationFabrics", "replicationProtectionContainers"),
    FabricFriendlyName: fabric.friendlyName,
    FabricType: PROVIDER[fabric.generation].fabricType,
    AvailablePolicies: [],
    ProtectionContainerMappings: [],
  });
