import type { Fabric } from "../../../fleet/fabrics/fabric.js";
import type { AsrFabric, AsrProtectionContainer } from "../../objects/fabric.js";
import { type Wire, wireOf } from "./wire-of.js";

/** A fabric; what only a vault knows of its server stands in it when one was read. */
export function wireFabric({ ID, Name, Type, FriendlyName, FabricType, FabricSpecificDetails: details }: AsrFabric, { vault }: Fabric): Wire {
  const { ProcessServers, ...rest } = details;
  const told = FabricType === "VMware" && vault ? toldByVault(vault) : {}; // of an appliance only its parts are dated
  return {
    id: ID,
    name: Name,
    type: Type,
    properties: {
      friendlyName: FriendlyName,
      ...(vault?.health !== undefined && { health: vault.health }),
      healthErrorDetails: [],
      customDetails: { instanceType: FabricType, ...wireOf({ ...rest, ...told }), processServers: ProcessServers.map(processServer) },
    },
  };
}

const toldByVault = ({ lastHeartbeat, agentExpiryDate, certificateExpiryDate }: NonNullable<Fabric["vault"]>) => ({
  LastHeartbeat: lastHeartbeat,
  AgentExpiryDate: agentExpiryDate,
  SslCertExpiryDate: certificateExpiryDate,
});

function processServer(server: AsrFabric["FabricSpecificDetails"]["ProcessServers"][number]): Wire {
  if (!("Updates" in server)) return wireOf(server);
  const { Updates, ...rest } = server;
  return { ...wireOf(rest), mobilityServiceUpdates: Updates, healthErrors: [] };
}

export const wireContainer = ({ ID, Name, Type, FriendlyName, FabricFriendlyName, FabricType }: AsrProtectionContainer): Wire => ({
  id: ID,
  name: Name,
  type: Type,
  properties: {
    friendlyName: FriendlyName,
    fabricFriendlyName: FabricFriendlyName,
    fabricType: FabricType,
    fabricSpecificDetails: { instanceType: FabricType },
  },
});
