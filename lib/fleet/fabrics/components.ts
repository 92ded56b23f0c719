import { describeError } from "../../agents/errors/describe-error.js";
import { compareVersions, isNewerRelease, parseVersion } from "../../agents/versions/version.js";
import { FleetError } from "../../core/errors.js";
import type { AppliancePart, Fabric } from "./fabric.js";

/** One server of the fabric whose version matters to the machines behind it. */
export type Component = Readonly<{
  role: "configuration server" | "appliance" | "process server" | "master target" | AppliancePart["role"];
  friendlyName: string;
  version: string;
}>;

/** The components whose version is known, in the order in which they are to be updated: server, process servers, master targets, parts of the appliance. */
export const componentsOf = (fabric: Fabric): readonly Component[] => [
  ...(fabric.serverVersion
    ? [
        {
          role: fabric.generation === "Classic" ? ("configuration server" as const) : ("appliance" as const),
          friendlyName: fabric.friendlyName,
          version: fabric.serverVersion,
        },
      ]
    : []),
  ...fabric.processServers.flatMap((server) => component("process server", server)),
  ...fabric.masterTargets.flatMap((server) => component("master target", server)),
  ...(fabric.vault?.applianceParts ?? []).filter(countsAsAgents).flatMap((part) => component(part.role, part)),
];

/** Parts of an appliance have version series of their own (1.39, 5.24); only one in the series of the agents can be compared with an agent. */
const AGENT_MAJOR = 9;
const countsAsAgents = ({ agentVersion }: AppliancePart): boolean => agentVersion !== undefined && parseVersion(agentVersion)[0] === AGENT_MAJOR;

/** The version of the oldest component that is known: no agent may be of a newer release. */
export const oldestVersionOf = (fabric: Fabric): string | undefined =>
  componentsOf(fabric)
    .map(({ version }) => version)
    .toSorted(compareVersions)[0];

/** Components of an older release than `version`, in the order in which they are to be updated. */
export const componentsOlderThan = (fabric: Fabric, version: string): readonly Component[] =>
  componentsOf(fabric).filter((one) => isNewerRelease(version, one.version));

/**
 * Why no job may bring an agent of this fabric to `wanted` (without it: to the version of the fabric's server), with everything that is to be
 * done first; undefined when nothing that is known forbids it. `now`: heartbeats count as old as they are then, not as they were when read.
 */
export function componentsRefusal(fabric: Fabric, wanted?: string, now?: Date): FleetError | undefined {
  const target = wanted ?? fabric.serverVersion;
  const outdated = target === undefined ? [] : componentsOlderThan(fabric, target);
  const problems = [
    ...silentProcessServers(fabric, now).map((message) => refusal("ProcessServerSilent", message, fabric)),
    ...(target !== undefined && outdated.length > 0 ? [refusal("ComponentsOutdated", updateFirst(target, outdated), fabric)] : []),
  ];
  const [first] = problems;
  if (!first || problems.length === 1) return first;
  return new FleetError(first.code, problems.map(({ message }) => message).join(". "), { target: fabric.friendlyName, details: problems });
}

const refusal = (code: "ProcessServerSilent" | "ComponentsOutdated", message: string, { friendlyName }: Fabric): FleetError => {
  const { possibleCauses, recommendedAction } = describeError(code);
  return new FleetError(code, message, { target: friendlyName, possibleCauses, recommendedAction });
};

function updateFirst(target: string, outdated: readonly Component[]): string {
  const order = outdated.map(({ role, friendlyName, version }, i) => `${i + 1}. ${role} ${friendlyName} (${version})`).join(", ");
  return `The Mobility service may not become newer than its servers. Update these to ${target} first, in this order: ${order}`;
}

/** The vendor refuses to install or update behind a process server that has been silent for longer. */
export const HEARTBEAT_SECONDS = 900;

/**
 * One sentence for each process server whose heartbeat was too old when it was read, or is by `now`: what was fresh then says nothing of the present.
 * One that nobody has read says nothing.
 */
export const silentProcessServers = ({ processServers }: Pick<Fabric, "processServers">, now?: Date): readonly string[] =>
  processServers.flatMap(({ friendlyName, lastHeartbeat, readTime }) => {
    if (lastHeartbeat === undefined || readTime === undefined) return [];
    const ageAt = (time: number) => Math.round((time - Date.parse(lastHeartbeat)) / 1000);
    const [then, today] = [ageAt(Date.parse(readTime)), now ? ageAt(now.getTime()) : 0];
    if (then > HEARTBEAT_SECONDS)
      return [`The process server ${friendlyName} was last heard of ${then} s before ${readTime}, longer than ${HEARTBEAT_SECONDS} s`];
    return today > HEARTBEAT_SECONDS
      ? [
          `Nobody knows whether the process server ${friendlyName} is alive: it was last heard of ${today} s ago, longer than ${HEARTBEAT_SECONDS} s, and was not looked at since ${readTime}`,
        ]
      : [];
  });

const component = (
  role: Component["role"],
  { friendlyName, agentVersion }: { friendlyName: string; agentVersion?: string | undefined },
): Component[] => (agentVersion ? [{ role, friendlyName, version: agentVersion }] : []);
