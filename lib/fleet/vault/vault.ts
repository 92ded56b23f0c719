import { z } from "zod";
import { OsType } from "../../agents/platform-of.js";
import type { Secret } from "../../core/secret.js";
import type { Page } from "../../core/versioned.js";
import { AppliancePart, FabricServer, ServerFacts, ServicesProvider } from "../fabrics/fabric.js";
import { VaultFacts } from "./vault-facts.js";
import type { VaultPlace } from "./vault-place.js";

/** A fabric as its vault has it. Run-as accounts come by name only: no vault gives a credential away. */
export const VaultFabric = z.object({
  name: z.string(),
  friendlyName: z.string(),
  generation: z.enum(["Classic", "Modernized"]),
  containers: z.array(z.object({ name: z.string(), friendlyName: z.string() })),
  serverAddress: z.string().optional(),
  serverVersion: z.string().optional(),
  server: ServerFacts,
  processServers: z.array(FabricServer),
  masterTargets: z.array(FabricServer),
  applianceParts: z.array(AppliancePart),
  providers: z.array(ServicesProvider).default([]),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type VaultFabric = Readonly<z.infer<typeof VaultFabric>>;

/** What replicates an item: the Mobility service of VMware and physical machines, something else, or what nobody here has heard of. */
const ReplicationKind = z.enum(["Mobility", "Other", "Unknown"]);
export type ReplicationKind = z.infer<typeof ReplicationKind>;

/** A replication protected item as its vault has it; address and operating system are absent where the vault does not know them. */
export const VaultItem = z.object({
  fabric: z.string(),
  container: z.string(),
  name: z.string(),
  friendlyName: z.string(),
  address: z.string().optional(),
  osType: OsType.optional(),
  /** Readings of before this was kept are of machines with the service only. */
  kind: ReplicationKind.default("Mobility"),
  /** As the vault calls its replication. */
  instanceType: z.string().optional(),
  facts: VaultFacts,
});
export type VaultItem = Readonly<z.infer<typeof VaultItem>>;

/** One vault, read only. Errors: VaultRefused, VaultUnavailable and VaultBusy (retryable), ResourceNotFound. */
export interface VaultReader {
  /** Fabrics with a Mobility service: VMware and physical servers, of both generations. */
  readFabrics(signal: AbortSignal): Promise<readonly VaultFabric[]>;
  /** The next page of items, `after` being what the page before gave as `next`. Items of every type are among them. */
  readItems(after: string | undefined, signal: AbortSignal): Promise<Page<VaultItem>>;
}

/** Opens a vault with this token, or else as the managed identity of the app. */
export type OpenVault = (place: VaultPlace, token?: Secret) => Promise<VaultReader>;
