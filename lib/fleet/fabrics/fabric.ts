import { z } from "zod";
import { VaultPlace } from "../vault/vault-place.js";

/** A server of a fabric: process server, master target or part of the appliance. Times are ISO 8601, UTC. */
export const FabricServer = z.object({
  id: z.string().min(1),
  friendlyName: z.string().min(1),
  ipAddress: z.string().optional(),
  agentVersion: z.string().optional(),
  lastHeartbeat: z.iso.datetime().optional(),
  /** When version and heartbeat were read: what is said of the server was true then. */
  readTime: z.iso.datetime().optional(),
});
export type FabricServer = Readonly<z.infer<typeof FabricServer>>;

/** A part of a replication appliance, as its vault has it; its version counts by itself and is not that of agents. */
export const AppliancePart = FabricServer.extend({
  role: z.enum(["rcm proxy", "push installer", "replication agent", "reprotection agent", "MARS agent", "provider"]),
});
export type AppliancePart = Readonly<z.infer<typeof AppliancePart>>;

/** What only a vault knows of the server of a fabric. Times are ISO 8601, UTC. */
export const ServerFacts = z.object({
  lastHeartbeat: z.string().optional(),
  agentExpiryDate: z.string().optional(),
  certificateExpiryDate: z.string().optional(),
  health: z.string().optional(),
});
export type ServerFacts = Readonly<z.infer<typeof ServerFacts>>;

/** What connects a fabric's server with its vault, as the vault has it. */
export const ServicesProvider = z.object({
  name: z.string(),
  friendlyName: z.string(),
  connected: z.boolean().optional(),
  lastHeartbeat: z.string().optional(),
  providerVersion: z.string().optional(),
  serverVersion: z.string().optional(),
});
export type ServicesProvider = Readonly<z.infer<typeof ServicesProvider>>;

/** What a look at the server itself showed: whether it answered by TLS, and until when its certificate is valid. */
export const ServerSeen = z.object({ readTime: z.iso.datetime(), answered: z.boolean(), certificateExpiryDate: z.iso.datetime().optional() });
export type ServerSeen = Readonly<z.infer<typeof ServerSeen>>;

/** A fabric that was read from a vault: what only that knows. `fabric`: its name there. It was true at `readTime`. */
export const FabricVault = ServerFacts.extend({
  vaultName: z.string(),
  fabric: z.string(),
  readTime: z.string(),
  applianceParts: z.array(AppliancePart),
  providers: z.array(ServicesProvider).default([]),
  /** Where to read it again; absent in rows of an older version, which were read from the configured vault. */
  place: VaultPlace.optional(),
});
export type FabricVault = Readonly<z.infer<typeof FabricVault>>;

/** An SSH server through which machines are reached. Its key is always given beforehand. */
export const JumpHost = z.object({
  name: z.string().min(1),
  address: z.string().min(1),
  port: z.number().int().min(1).max(65535).default(22),
  /** Run-as account of the fabric that logs in to it; needs no root there. */
  accountId: z.string(),
  /** base64 without padding, as `ssh-keygen -l` prints it behind `SHA256:` */
  hostKeySha256: z.string(),
});
export type JumpHost = Readonly<z.infer<typeof JumpHost>>;

/** One site: a configuration server (Classic) or a replication appliance (Modernized) with what belongs to it. */
export const Fabric = z.object({
  name: z.string().min(1),
  friendlyName: z.string().min(1),
  generation: z.enum(["Classic", "Modernized"]),
  /** Address that machines register with; classic `-i`. */
  serverAddress: z.string().optional(),
  serverPort: z.number().int().min(1).max(65535).default(443),
  /** Version of the configuration server or appliance: no agent may be newer. */
  serverVersion: z.string().optional(),
  processServers: z.array(FabricServer).default([]),
  masterTargets: z.array(FabricServer).default([]),
  jumpHosts: z.array(JumpHost).default([]),
  /** The jump host of machines that name none. */
  defaultJumpHost: z.string().optional(),
  /** Present once a vault was read in which this fabric is. */
  vault: FabricVault.optional(),
  /** Of a fabric that is kept by hand, once its server was looked at. */
  serverSeen: ServerSeen.optional(),
  /** The registration secret (passphrase or config.json) lies in the secret store under this name. */
  registrationSecret: z.string().optional(),
});
export type Fabric = Readonly<z.infer<typeof Fabric>>;

export const ProtectionContainer = z.object({ fabric: z.string(), name: z.string().min(1), friendlyName: z.string().min(1) });
export type ProtectionContainer = Readonly<z.infer<typeof ProtectionContainer>>;
