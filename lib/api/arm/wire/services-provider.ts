import type { AsrServicesProvider } from "../../objects/services-provider.js";
import type { Wire } from "./wire-of.js";

/** A services provider; `connectionStatus` is left out where nobody has looked. */
export const wireServicesProvider = (provider: AsrServicesProvider, fabricFriendlyName: string): Wire => ({
  id: provider.ID,
  name: provider.Name,
  type: provider.Type,
  properties: {
    fabricType: provider.FabricType,
    friendlyName: provider.FriendlyName,
    fabricFriendlyName,
    ...(provider.ProviderVersion !== null && { providerVersion: provider.ProviderVersion }),
    ...(provider.ServerVersion !== null && { serverVersion: provider.ServerVersion }),
    ...(provider.LastHeartbeat !== null && { lastHeartBeat: provider.LastHeartbeat }), // so spelled
    ...(provider.Connected !== null && { connectionStatus: provider.Connected ? "Connected" : "Disconnected" }),
    allowedScenarios: ["Refresh"],
    healthErrorDetails: [],
  },
});
