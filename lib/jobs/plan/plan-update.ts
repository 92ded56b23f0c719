import { isOfGeneration } from "../../agents/generation.js";
import type { KernelList } from "../../agents/kernels/kernel-list.js";
import { versionsOf } from "../../agents/path/plan-path.js";
import { isActedOn } from "../../agents/platform-of.js";
import type { Clock } from "../../core/clock.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { AgentPath } from "../../fleet/installers/plan-agent-path.js";
import { installedVersionOf } from "../../fleet/machines/installed-version.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { platformRefusal } from "../../fleet/machines/platform-refusal.js";
import type { FabricStore, InstallerStore } from "../../fleet/ports.js";
import { type Blocker, blocker } from "./blocker.js";
import { knownWays, type Way } from "./known-ways.js";
import { machineBlockers } from "./machine-blockers.js";

/** The way from the installed version to the target, as far as it is known without touching the machine. */
export type UpdatePlan = AgentPath &
  Readonly<{
    /** When the machine was last looked at; what is said of it was true then. */
    asOf?: string;
    /** What nobody could find out and the installer may stumble over. */
    unknown: readonly string[];
  }>;

export type PlanUpdateDeps = Readonly<{
  fabrics: Pick<FabricStore, "find">;
  installers: Pick<InstallerStore, "list" | "listHolds" | "listKernels">;
  clock: Clock;
}>;

export type Purpose = "update" | "install";

/** What an update or installation would do to this machine, from what was last seen of it, and everything that is in its way. Touches nothing. */
export function planUpdate({ fabrics, installers, clock }: PlanUpdateDeps, purpose: Purpose = "update") {
  const wayOf = knownWays();
  return async (machine: Machine, target?: string): Promise<UpdatePlan> => {
    const fabric = (await fabrics.find(machine.fabric))?.value;
    if (!hasWay(machine, { fabric, purpose, target })) return stay(machine, purpose);
    const { osTag } = machine;
    const catalogue = { installers: await installers.list(osTag), holds: await installers.listHolds() };
    const way = wayOf({ fabric, catalogue, now: clock.now() }, machine, target);
    return goes(machine, way, way.moves ? await installers.listKernels(osTag) : []);
  };
}

type Tagged = Machine & { osTag: string };
type Asked = Readonly<{ fabric: Fabric | undefined; purpose: Purpose; target?: string | undefined }>;

/** Enough is known of the machine to plan its way, and there may be one. */
export function hasWay(machine: Machine, { fabric, purpose, target }: Asked): machine is Tagged {
  const installed = installedVersionOf(machine);
  const fits = fabric === undefined || isOfGeneration(machine.agent?.traits?.csType, fabric.generation);
  const isThere = purpose === "install" && installed !== undefined && target === undefined && fits; // an update brings newer ones
  return Boolean(machine.osTag) && !isThere && !unknownOf(machine, purpose);
}

/** The plan of a machine that has no way. */
export function stay(machine: Machine, purpose: Purpose): UpdatePlan {
  const unknown = unknownOf(machine, purpose);
  return { ...STAYS, blockedBy: [...platformBlockers(machine), ...(unknown ? [unknown] : [])] };
}

/** The plan of a machine that goes this way, with what its own state has against it. */
export function goes(machine: Machine, { path, moves }: Way, kernels: readonly KernelList[]): UpdatePlan {
  const { blockers, unknown } = moves ? machineBlockers(machine, versionsOf(path.hops), kernels) : NOTHING;
  const asOf = machine.agent?.checkedAt;
  return { ...path, ...(asOf && { asOf }), blockedBy: [...platformBlockers(machine), ...path.blockedBy, ...blockers], unknown };
}

const NOTHING = { blockers: [], unknown: [] } as const;

/** The machine stays as it is. */
export const STAYS: UpdatePlan = { hops: [], countedBy: "ReleaseList", reboot: "None", held: [], warnings: [], blockedBy: [], unknown: [] };

/** What is known to be in the way of any job on the machine. */
export function platformBlockers(machine: Machine): readonly Blocker[] {
  const refusal = platformRefusal([machine]);
  return refusal ? [blocker("PlatformNotSupported", refusal.message)] : [];
}

function unknownOf(machine: Machine, purpose: Purpose): Blocker | undefined {
  const { agent, friendlyName, osTag, osProblem, osType } = machine;
  if (purpose === "install" && installedVersionOf(machine)) return undefined;
  if (!isActedOn(osType)) return undefined; // nobody can look at it, and that is said
  const test = "Run Test-AsrMobilityService on the machine, then ask again.";
  if (osProblem) return blocker("UnsupportedOperatingSystem", osProblem);
  if (!agent && purpose === "update") return blocker("AgentNotInstalled", `Nothing is known yet of the Mobility service on ${friendlyName}`, test);
  if (agent && !agent.version && purpose === "update")
    return blocker("AgentNotInstalled", `The Mobility service was not installed on ${friendlyName} when it was last seen (${agent.checkedAt})`);
  return osTag ? undefined : blocker("UnsupportedOperatingSystem", `The operating system of ${friendlyName} is not known yet`, test);
}
