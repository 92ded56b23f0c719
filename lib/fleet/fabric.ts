import { z } from "zod";

/** A server of a fabric: process server, master target or part of the appliance. Times are ISO 8601, UTC. */
export const FabricServer = z.object({
  id: z.string().min(1),
  friendlyName: z.string().min(1),
  ipAddress: z.string().optional(),
  agentVersion: z.string().optional(),
  lastHeartbeat: z.iso.datetime().optional(),
});
export type FabricServer = Readonly<z.infer<typeof FabricServer>>;

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
  /** The registration secret (passphrase or config.json) lies in the secret store under this name. */
  registrationSecret: z.string().optional(),
});
export type Fabric = Readonly<z.infer<typeof Fabric>>;

export const ProtectionContainer = z.object({ fabric: z.string(), name: z.string().min(1), friendlyName: z.string().min(1) });
export type ProtectionContainer = Readonly<z.infer<typeof ProtectionContainer>>;
