import type { Generation } from "../../agents/generation.js";
import { type DriverHost, faultyDriverWarnings, loadedDriverWarnings } from "../../agents/path/faulty-driver.js";
import type { AgentTraits } from "../../agents/path/forbidden-starts.js";
import { type PathPlan, planPath } from "../../agents/path/plan-path.js";
import type { Installer } from "./installer.js";
import { type HeldVersion, type VersionHold, withoutHeld } from "./version-hold.js";

export type Catalogue = Readonly<{ installers: readonly Installer[]; holds: readonly VersionHold[] }>;

/** What is known of an agent, and where it is to go. Without `installed` it is a first installation, without `target` the newest that the server allows. */
export type AgentPathWish = Omit<DriverHost, "osTag"> &
  Readonly<{
    osTag: string;
    installed?: string | undefined;
    target?: string | undefined;
    /** Version of the configuration server or appliance; without it nothing is compared with it. */
    serverVersion?: string | undefined;
    driverVersionAtBoot?: string | undefined;
    agent?: AgentTraits | undefined;
    /** Of the fabric. */
    generation?: Generation | undefined;
  }>;

/** `held`: versions for the system that are in the catalogue but on hold. `warnings`: what an installer on the way does beside installing. */
export type AgentPath = PathPlan<Installer> & Readonly<{ held: readonly HeldVersion[]; warnings: readonly string[] }>;

/** The one way that is planned, whether from a machine's row, by a job that has looked at the machine, or for a system without an agent. */
export function planAgentPath(
  { installers, holds }: Catalogue,
  { osTag, installed, target, serverVersion, driverVersionAtBoot, agent, generation, ...host }: AgentPathWish,
): AgentPath {
  const fitting = installers.filter((installer) => installer.osTag.toLowerCase() === osTag.toLowerCase());
  const versions = fitting.map(({ version }) => version);
  const { available, held } = withoutHeld(versions, holds, osTag);
  const plan = planPath({
    installers: fitting.filter(({ version }) => available.includes(version)),
    held,
    ...(osTag && { osTag }),
    ...(installed && { installed }),
    ...(target && { target }),
    ...(serverVersion && { serverVersion }),
    ...(driverVersionAtBoot && { driverVersionAtBoot }),
    ...(agent && { agent }),
    ...(generation && { generation }),
  });
  const loaded = plan.hops.length > 0 ? loadedDriverWarnings(driverVersionAtBoot) : [];
  return { ...plan, held, warnings: [...loaded, ...faultyDriverWarnings(plan.hops, { ...host, osTag })] };
}
