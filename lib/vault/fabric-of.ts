import { z } from "zod";
import type { AppliancePart, FabricServer } from "../fleet/fabrics/fabric.js";
import type { VaultFabric } from "../fleet/vault/vault.js";
import { address, known, listOf, text, time, version } from "./wire.js";

const ClassicServer = z
  .object({ id: text, friendlyName: text, name: text, ipAddress: address, agentVersion: version, lastHeartbeat: time })
  .transform(({ id, friendlyName, name, ...rest }) => serverOf({ ...rest, id, friendlyName: friendlyName ?? name }));

const Part = z
  .object({ id: text, name: text, fqdn: text, ipAddresses: address, version, lastHeartbeatUtc: time })
  .transform(({ id, name, fqdn, ipAddresses, version: agentVersion, lastHeartbeatUtc: lastHeartbeat }) =>
    serverOf({ id, friendlyName: name ?? fqdn, ipAddress: ipAddresses ?? fqdn, agentVersion, lastHeartbeat }),
  );

const Account = z.object({ accountId: z.string().min(1), accountName: z.string().trim().min(1) });

const Classic = z.object({
  instanceType: z.literal("VMware"),
  ipAddress: address,
  hostName: text,
  agentVersion: version,
  lastHeartbeat: time,
  agentExpiryDate: time,
  sslCertExpiryDate: time,
  processServers: listOf(ClassicServer),
  masterTargetServers: listOf(ClassicServer),
  runAsAccounts: listOf(Account),
});

const Modernized = z.object({
  instanceType: z.literal("InMageRcm"),
  processServers: listOf(Part),
  rcmProxies: listOf(Part),
  pushInstallers: listOf(Part),
  replicationAgents: listOf(Part),
  reprotectAgents: listOf(Part),
  marsAgents: listOf(Part),
  dras: listOf(Part),
});

const Fabric = z.object({
  name: z.string().min(1),
  properties: z.object({ friendlyName: text, health: text, customDetails: z.discriminatedUnion("instanceType", [Classic, Modernized]) }),
});

/** The fabric in our words, with the time at which it was read; undefined for one without a Mobility service (Hyper-V, Azure). */
export function fabricOf(wire: unknown, containers: VaultFabric["containers"], readTime: string): VaultFabric | undefined {
  const { data } = Fabric.safeParse(wire);
  if (!data) return undefined;
  const { name, properties } = data;
  const { friendlyName = name, health, customDetails: details } = properties;
  const common = { name, friendlyName, containers };
  const read = (servers: readonly (FabricServer | undefined)[]): FabricServer[] =>
    servers.flatMap((server) => (server ? { ...server, readTime } : []));
  if (details.instanceType === "VMware")
    return known<VaultFabric>({
      ...common,
      generation: "Classic",
      serverAddress: details.ipAddress ?? details.hostName,
      serverVersion: details.agentVersion,
      server: known({
        lastHeartbeat: details.lastHeartbeat,
        agentExpiryDate: details.agentExpiryDate,
        certificateExpiryDate: details.sslCertExpiryDate,
        health,
      }),
      processServers: read(details.processServers),
      masterTargets: read(details.masterTargetServers),
      applianceParts: [],
      providers: [],
      accounts: details.runAsAccounts.map(({ accountId, accountName }) => ({ id: accountId, name: accountName })),
    });
  const parts = (role: AppliancePart["role"], servers: readonly (FabricServer | undefined)[]) => read(servers).map((server) => ({ ...server, role }));
  return {
    ...common,
    generation: "Modernized",
    server: known({ health }),
    processServers: read(details.processServers),
    masterTargets: [],
    applianceParts: [
      ...parts("rcm proxy", details.rcmProxies),
      ...parts("push installer", details.pushInstallers),
      ...parts("replication agent", details.replicationAgents),
      ...parts("reprotection agent", details.reprotectAgents),
      ...parts("MARS agent", details.marsAgents),
      ...parts("provider", details.dras),
    ],
    providers: [],
    accounts: [],
  };
}

type Told = Readonly<Partial<Record<keyof FabricServer, string | undefined>>>;

/** A server that has neither an id nor a name cannot be told from others. */
function serverOf({ id, friendlyName, ...rest }: Told): FabricServer | undefined {
  const [key, name] = [id ?? friendlyName, friendlyName ?? id];
  return key === undefined || name === undefined ? undefined : known({ id: key, friendlyName: name, ...rest });
}

export const ProtectionContainer = z
  .object({ id: z.string(), name: z.string().min(1), properties: z.object({ friendlyName: text }).optional().catch(undefined) })
  .transform(({ id, name, properties }) => ({ fabric: segment(id, "replicationFabrics"), name, friendlyName: properties?.friendlyName ?? name }));

/** The name that follows a kind in an ARM id, whose spelling the service does not keep. */
export function segment(id: string, kind: string): string | undefined {
  const parts = id.split("/");
  const at = parts.findIndex((part) => part.toLowerCase() === kind.toLowerCase());
  return at < 0 ? undefined : parts[at + 1];
}
