import { z } from "zod";
import type { FabricServer } from "../../fleet/fabric.js";
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

export const AsrProcessServerDetails = output("ASRProcessServerDetails", "A process server of a replication appliance.", {
  Id: z.string(),
  Name: z.string(),
  ...notKnown("FabricObjectId", "BiosId"),
  Fqdn: maybeText,
  Version: maybeText,
  LastHeartbeatUtc: maybeTime,
  Health: z.null(),
  HealthErrors: noneYet,
});

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

export const asrProcessServerDetails = (server: FabricServer) =>
  fill(AsrProcessServerDetails, {
    Id: server.id,
    Name: server.friendlyName,
    Fqdn: server.ipAddress,
    Version: server.agentVersion,
    LastHeartbeatUtc: server.lastHeartbeat,
    HealthErrors: [],
  });
