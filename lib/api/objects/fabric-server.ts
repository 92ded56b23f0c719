import { z } from "zod";
import type { FabricServer } from "../../fleet/fabrics/fabric.js";
import { fill, maybeText, maybeTime, noneYet, notKnown, output } from "./output.js";

export const AsrProcessServer = output(
  "ASRProcessServer",
  "A process server of a configuration server. Load and health are the vault's to tell: null.",
  {
    AgentVersion: maybeText,
    ...notKnown("AvailableMemoryInBytes", "AvailableSpaceInBytes", "CpuLoad", "CpuLoadStatus"),
    FriendlyName: z.string(),
    ...notKnown("HostId"),
    Id: z.string(),
    IpAddress: maybeText,
    LastHeartbeat: maybeTime,
    ...notKnown("MemoryUsageStatus", "OsType", "PsServiceStatus", "ReplicationPairCount", "ServerCount", "SpaceUsageStatus", "SystemLoad"),
    ...notKnown("SystemLoadStatus", "TotalMemoryInBytes", "TotalSpaceInBytes"),
    Updates: noneYet,
    ...notKnown("VersionStatus", "Health", "PSStatsRefreshTime", "ThroughputUploadPendingDataInBytes", "ThroughputInMBps", "ThroughputInBytes"),
    ...notKnown("ThroughputStatus", "MarsCommunicationStatus", "MarsRegistrationStatus"),
  },
);

export const AsrMasterTargetServer = output("ASRMasterTargetServer", "A master target server.", {
  AgentVersion: maybeText,
  DataStores: noneYet,
  Id: z.string(),
  IpAddress: maybeText,
  LastHeartbeat: maybeTime,
  Name: z.string(),
  OsType: z.null(),
  RetentionVolumes: noneYet,
  VersionStatus: z.null(),
});

/** What every part of a replication appliance shows. */
const ofAppliance = {
  Id: z.string(),
  Name: z.string(),
  ...notKnown("FabricObjectId", "BiosId"),
  Fqdn: maybeText,
  Version: maybeText,
  LastHeartbeatUtc: maybeTime,
  Health: z.null(),
  HealthErrors: noneYet,
};
const { FabricObjectId: _id, Fqdn: _fqdn, ...ofProvider } = ofAppliance;

export const AsrProcessServerDetails = output("ASRProcessServerDetails", "A process server of a replication appliance.", ofAppliance);
export const AsrRcmProxyDetails = output("ASRRcmProxyDetails", "The proxy of a replication appliance.", ofAppliance);
export const AsrPushInstallerDetails = output("ASRPushInstallerDetails", "The push installer of a replication appliance.", ofAppliance);
export const AsrReplicationAgentDetails = output("ASRReplicationAgentDetails", "The replication agent of a replication appliance.", ofAppliance);
export const AsrReprotectAgentDetails = output("ASRReprotectAgentDetails", "The reprotection agent of a replication appliance.", ofAppliance);
export const AsrMarsAgentDetails = output("ASRMarsAgentDetails", "The Recovery Services agent of a replication appliance.", ofAppliance);
export const AsrDraDetails = output("ASRDraDetails", "The provider of a replication appliance.", ofProvider);

export const asrProcessServer = (server: FabricServer) =>
  fill(AsrProcessServer, {
    AgentVersion: server.agentVersion,
    FriendlyName: server.friendlyName,
    Id: server.id,
    IpAddress: server.ipAddress,
    LastHeartbeat: server.lastHeartbeat,
    Updates: [],
  });

export const asrMasterTargetServer = (server: FabricServer) =>
  fill(AsrMasterTargetServer, {
    AgentVersion: server.agentVersion,
    DataStores: [],
    Id: server.id,
    IpAddress: server.ipAddress,
    LastHeartbeat: server.lastHeartbeat,
    Name: server.friendlyName,
    RetentionVolumes: [],
  });

/** A part of an appliance, its process servers among them, as one of the objects above. */
export const asrApplianceServer = (as: typeof AsrProcessServerDetails, server: FabricServer) =>
  fill(as, { ...everyPart(server), Fqdn: server.ipAddress });

export const asrDraDetails = (server: FabricServer) => fill(AsrDraDetails, everyPart(server));

const everyPart = (server: FabricServer) => ({
  Id: server.id,
  Name: server.friendlyName,
  Version: server.agentVersion,
  LastHeartbeatUtc: server.lastHeartbeat,
  HealthErrors: [],
});
