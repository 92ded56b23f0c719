import type { AppliancePart, Fabric } from "../api/objects.js";
import { compareVersions } from "./versions.js";

/** A server of a fabric that comes before its machines. */
export type Component = Readonly<{
  role: "Configuration server" | "Replication appliance" | "Process server" | "Master target" | (typeof PARTS)[AppliancePart];
  name: string;
  version: string;
  heartbeat: string | null;
  /** Older than the newest version that the catalogue knows; undefined when its version is not known. */
  outdated: boolean | undefined;
}>;

/** The parts of an appliance, as its own pages call them. */
const PARTS = {
  ...{ RcmProxies: "Proxy server", PushInstallers: "Push installer", ReplicationAgents: "Replication agent" },
  ...{ ReprotectAgents: "Reprotection agent", MarsAgents: "Recovery Services agent", Dras: "Provider" },
} as const satisfies Readonly<Record<AppliancePart, string>>;
const PART_NAMES = Object.keys(PARTS) as readonly AppliancePart[]; // an object of these keys alone

/** The servers in the order in which they are updated: configuration server, scale-out process servers, master targets. */
export function componentsOf({ FriendlyName, FabricSpecificDetails, FleetDetails }: Fabric, newest: string): readonly Component[] {
  const { ProcessServers = [], MasterTargetServers = [] } = FabricSpecificDetails;
  const first = FleetDetails.Generation === "Classic" ? "Configuration server" : "Replication appliance";
  const component = (role: Component["role"], name: string, version: string | null | undefined, heartbeat: string | null = null): Component => ({
    ...{ role, name, version: version ?? "", heartbeat },
    outdated: version ? compareVersions(version, newest) < 0 : undefined,
  });
  const server = (role: Component["role"]) => (one: (typeof ProcessServers)[number]) =>
    component(role, one.FriendlyName ?? one.Name ?? "", one.AgentVersion ?? one.Version, one.LastHeartbeat ?? one.LastHeartbeatUtc);
  return [
    component(first, FriendlyName, FleetDetails.ServerVersion),
    ...ProcessServers.map(server("Process server")),
    ...MasterTargetServers.map(server("Master target")),
    ...PART_NAMES.flatMap((part) => (FabricSpecificDetails[part] ?? []).map(server(PARTS[part])).map((one) => ({ ...one, outdated: undefined }))),
  ];
}

/** The newest of these versions; empty when there is none. */
export const newestOf = (versions: readonly string[]): string => versions.toSorted(compareVersions).at(-1) ?? "";
