import { compareVersions } from "../agents/version.js";
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

/** Components that are older than `version`, in the order in which they are to be updated. An agent may not be newer than any of them. */
export const componentsOlderThan = (fabric: Fabric, version: string): readonly Component[] =>
  componentsOf(fabric).filter((one) => compareVersions(one.version, version) < 0);

const component = (
  role: Component["role"],
  { friendlyName, agentVersion }: { friendlyName: string; agentVersion?: string | undefined },
): Component[] => (agentVersion ? [{ role, friendlyName, version: agentVersion }] : []);
