import { compareVersions, isNewerRelease } from "../agents/version.js";
import type { Fabric } from "./fabric.js";

/** One server of the fabric whose version matters to the machines behind it. */
export type Component = Readonly<{
  role: "configuration server" | "appliance" | "process server" | "master target";
  friendlyName: string;
  version: string;
}>;

/** The components whose version is known, in the order in which they are to be updated: server, process servers, master targets. */
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
];

/** The version of the oldest component that is known: no agent may be of a newer release. */
export const oldestVersionOf = (fabric: Fabric): string | undefined =>
  componentsOf(fabric)
    .map(({ version }) => version)
    .toSorted(compareVersions)[0];

/** Components of an older release than `version`, in the order in which they are to be updated. */
export const componentsOlderThan = (fabric: Fabric, version: string): readonly Component[] =>
  componentsOf(fabric).filter((one) => isNewerRelease(version, one.version));

const component = (
  role: Component["role"],
  { friendlyName, agentVersion }: { friendlyName: string; agentVersion?: string | undefined },
): Component[] => (agentVersion ? [{ role, friendlyName, version: agentVersion }] : []);
