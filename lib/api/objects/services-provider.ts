import { z } from "zod";
import type { Fabric, ServicesProvider } from "../../fleet/fabrics/fabric.js";
import type { VaultIds } from "../cmdlet/context.js";
import { armId, armType } from "../ids/arm-id.js";
import { PROVIDER } from "./fabric.js";
import { fill, maybeText, maybeTime, output } from "./output.js";

const FleetProviderDetails = output("ASRServicesProviderFleetDetails", "Extension: where it is known from, and since when.", {
  Source: z.enum(["Vault", "ByHand"]),
  VaultName: maybeText,
  ReadTime: maybeTime.meta({ description: "When the vault or the server was read: what is shown was true then" }),
  CertificateExpiryDate: maybeTime,
});

export const AsrServicesProvider = output(
  "ASRRecoveryServicesProvider",
  "What connects a fabric's server with the vault. Of a fabric that is kept by hand there is one, named as the fabric.",
  {
    FriendlyName: z.string(),
    Name: z.string(),
    ID: z.string(),
    Type: z.string(),
    FabricType: z.enum(["VMware", "InMageRcm"]),
    Connected: z.boolean().nullable(),
    LastHeartbeat: maybeTime,
    ProviderVersion: maybeText,
    ServerVersion: maybeText,
    FleetDetails: FleetProviderDetails,
  },
);
export type AsrServicesProvider = z.infer<typeof AsrServicesProvider>;

/** The providers of a fabric: those of its vault, or the one that stands for a fabric which is kept by hand. */
export function providersOf({ name, friendlyName, serverVersion, serverSeen, vault }: Fabric): readonly ServicesProvider[] {
  if (vault && vault.providers.length > 0) return vault.providers;
  return [
    {
      ...{ name, friendlyName },
      ...(serverSeen && !vault && { connected: serverSeen.answered }),
      ...(vault?.lastHeartbeat !== undefined && { lastHeartbeat: vault.lastHeartbeat }),
      ...(serverVersion !== undefined && { serverVersion }),
    },
  ];
}

/** The provider as Get-ASRServicesProvider shows it. */
export const asrServicesProvider = (provider: ServicesProvider, fabric: Fabric, ids: VaultIds): AsrServicesProvider =>
  fill(AsrServicesProvider, {
    FriendlyName: provider.friendlyName,
    Name: provider.name,
    ID: armId(ids, { replicationFabrics: fabric.name, replicationRecoveryServicesProviders: provider.name }),
    Type: armType("replicationFabrics", "replicationRecoveryServicesProviders"),
    FabricType: PROVIDER[fabric.generation].fabricType,
    Connected: provider.connected,
    LastHeartbeat: provider.lastHeartbeat,
    ProviderVersion: provider.providerVersion,
    ServerVersion: provider.serverVersion ?? fabric.serverVersion,
    FleetDetails: fill(FleetProviderDetails, {
      Source: fabric.vault ? "Vault" : "ByHand",
      VaultName: fabric.vault?.vaultName,
      ReadTime: fabric.vault?.readTime ?? fabric.serverSeen?.readTime,
      CertificateExpiryDate: fabric.vault?.certificateExpiryDate ?? fabric.serverSeen?.certificateExpiryDate,
    }),
  });
