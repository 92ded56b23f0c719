import { z } from "zod";
import { MachineType } from "../machines/machine-type.js";

const HealthError = z.object({
  code: z.string().optional(),
  level: z.string().optional(),
  message: z.string(),
  possibleCauses: z.string().optional(),
  recommendedAction: z.string().optional(),
  time: z.string().optional(),
});

/** What only a vault knows of a machine, in the vault's own words. It was true at `readTime`. Times are ISO 8601, UTC. */
export const VaultFacts = z.object({
  vaultName: z.string(),
  /** Name of the replication protected item in the vault. */
  item: z.string(),
  readTime: z.string(),
  protectionState: z.string().optional(),
  protectionStateDescription: z.string().optional(),
  replicationHealth: z.string().optional(),
  healthErrors: z.array(HealthError),
  activeLocation: z.string().optional(),
  rpoSeconds: z.number().optional(),
  rpoTime: z.string().optional(),
  lastHeartbeat: z.string().optional(),
  agentVersion: z.string().optional(),
  agentExpiryDate: z.string().optional(),
  driverVersion: z.string().optional(),
  driverExpiryDate: z.string().optional(),
  /** `Required` or `NotRequired`. */
  agentUpdateRequired: z.string().optional(),
  rebootAfterUpdateRequired: z.string().optional(),
  latestVersion: z.string().optional(),
  upgradeBlockedBy: z.array(z.string()),
  osName: z.string().optional(),
  /** Host name or FQDN, as discovery told it. */
  hostName: z.string().optional(),
  machineType: MachineType.optional(),
  processServer: z.string().optional(),
});
export type VaultFacts = Readonly<z.infer<typeof VaultFacts>>;

/** Without what differs at every reading: the time, the heartbeat, the RPO. */
export const lastingFacts = ({ readTime: _read, rpoSeconds: _rpo, rpoTime: _rpoTime, lastHeartbeat: _heartbeat, ...rest }: VaultFacts) => rest;

/** What is said of the agent alone. */
export const agentFacts = (facts: VaultFacts): Partial<VaultFacts> =>
  VaultFacts.pick({
    ...{ agentVersion: true, agentExpiryDate: true, driverVersion: true, driverExpiryDate: true, latestVersion: true, lastHeartbeat: true },
    ...{ agentUpdateRequired: true, rebootAfterUpdateRequired: true },
  }).parse(facts);
