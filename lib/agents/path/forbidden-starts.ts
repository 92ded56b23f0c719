import { csType, type Generation, isOfGeneration } from "../generation.js";
import { findOsRow } from "../systems/os-catalogue.js";
import { compareVersions } from "../versions/version.js";
import type { PathBlocker } from "./path-blockers.js";

/** What is known of the agent as it is installed, beside its version; what is absent is not known. `onAzure`: the hardware under it is Azure's. */
export type AgentTraits = Readonly<{
  platform?: string | undefined;
  role?: string | undefined;
  csType?: string | undefined;
  onAzure?: boolean | undefined;
}>;

/** `installed` and `target` are versions; `generation` is that of the fabric. */
export type Start = Readonly<{ installed: string; target?: string; osTag?: string; agent?: AgentTraits; generation?: Generation }>;

/** The oldest agent on Windows that an installer updates. */
export const WINDOWS_FLOOR = "9.6.0.0";
/** From here on installers refuse an agent that was installed on Azure's hardware as one of VMware. */
const AZURE_HARDWARE_FLOOR = "9.20";
const TOO_OLD_ON_AZURE: ReadonlySet<string> = new Set(["9.5.0.0", "9.5.1.0"]);

const ANEW = "Uninstall the agent, restart the machine, and install it anew";

/** Why no installer updates this agent, whichever way is gone; empty when one does. */
export const forbiddenStart = (start: Start): readonly PathBlocker[] =>
  [tooOld(start), otherPlatform(start), otherRole(start)].flatMap((one) => one ?? []);

function tooOld({ installed, target, osTag = "", agent = {} }: Start): PathBlocker | undefined {
  if (isWindows(osTag) && compareVersions(installed, WINDOWS_FLOOR) < 0)
    return refused(
      "EP0864",
      `No installer updates an agent on Windows that is older than ${WINDOWS_FLOOR}: with ${installed} it ends with 11`,
      `${ANEW}.`,
    );
  if (isWindows(osTag) || !agent.onAzure || isAzure(agent) || target === undefined) return undefined;
  if (compareVersions(installed, AZURE_HARDWARE_FLOOR) >= 0 || compareVersions(target, AZURE_HARDWARE_FLOOR) < 0) return undefined;
  return refused(
    "EP0864",
    `The agent ${installed} was installed for VMware on a machine of Azure; installers from ${AZURE_HARDWARE_FLOOR} on refuse to update it with 11`,
    `${ANEW}.`,
  );
}

function otherPlatform({ installed, agent = {} }: Start): PathBlocker | undefined {
  if (!isAzure(agent)) return undefined;
  const code = TOO_OLD_ON_AZURE.has(installed) ? "11" : "76";
  return refused(
    code === "11" ? "EP0864" : "EP0912",
    `The agent was installed for the platform Azure; the installer refuses to make it one of VMware with ${code}`,
    `Leave it to the replication between Azure regions, which updates it by its extension. If the machine is to be protected from here: ${lower(ANEW)}.`,
  );
}

function otherRole({ agent = {} }: Start): PathBlocker | undefined {
  if (!/^(mastertarget|mt)$/i.test(agent.role ?? "")) return undefined;
  return refused(
    "EP0911",
    "The agent is a master target; the installer refuses to make it a mobility agent with 75",
    "Update the master target with the servers of its fabric, before the agents. If the machine is none any more: uninstall the master target, restart the machine, and install the agent.",
  );
}

/** An agent of the other generation: on Windows a classic one is migrated by the installer of the modernized; nothing else is changed by an installer. */
export function otherGeneration({ installed, target, osTag = "", agent = {}, generation }: Start): "Migration" | PathBlocker | undefined {
  if (generation === undefined || isOfGeneration(agent.csType, generation)) return undefined;
  const wanted = csType(generation);
  const migrates = isWindows(osTag) && wanted === "CSPrime";
  if (migrates && target !== undefined && compareVersions(installed, target) < 0) return "Migration";
  return {
    code: "RegisteredElsewhere",
    message: `The agent ${installed} is of ${agent.csType}, the fabric is ${generation} (${wanted}); ${
      migrates
        ? `an installer migrates it only on the way to a newer version than ${target ?? "it has"}`
        : "the installer refuses the change with 97 (ASRMobilityServiceInstallerCSTypeMismatch)"
    }`,
    recommendedAction: migrates
      ? `Import a newer installer, or uninstall the agent, restart the machine, and install it in this fabric.`
      : "Uninstall the agent (Uninstall-AsrMobilityService), restart the machine, and install it in this fabric (Install-AsrMobilityService).",
  };
}

const isWindows = (osTag: string): boolean => findOsRow(osTag)?.family === "Windows";
const isAzure = ({ platform }: AgentTraits): boolean => platform?.toLowerCase() === "azure";
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const refused = (vendorCode: string, message: string, recommendedAction: string): PathBlocker => ({
  code: "UpgradeNotSupported",
  message,
  recommendedAction,
  vendorCode,
});
