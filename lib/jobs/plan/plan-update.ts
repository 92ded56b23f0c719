import { describeError } from "../../agents/errors/describe-error.js";
import { isOfGeneration } from "../../agents/generation.js";
import { versionsOf } from "../../agents/path/plan-path.js";
import { isActedOn } from "../../agents/platform-of.js";
import { compareVersions } from "../../agents/versions/version.js";
import type { Clock } from "../../core/clock.js";
import type { MachineErrorCode } from "../../core/errors.js";
import { componentsOlderThan, oldestVersionOf, silentProcessServers } from "../../fleet/fabrics/components.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import { knownAgentPaths } from "../../fleet/installers/known-agent-paths.js";
import type { AgentPath } from "../../fleet/installers/plan-agent-path.js";
import { installedVersionOf } from "../../fleet/machines/installed-version.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { platformRefusal } from "../../fleet/machines/platform-refusal.js";
import type { FabricStore, InstallerStore } from "../../fleet/ports.js";
import { machineBlockers } from "./machine-blockers.js";

/** One thing that is in the way of an update, and its cure. */
export type Blocker = Readonly<{ code: MachineErrorCode; message: string; recommendedAction: string }>;

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

/** What an update or installation would do to this machine, from what was last seen of it, and everything that is in its way. Touches nothing. */
export function planUpdate({ fabrics, installers, clock }: PlanUpdateDeps, purpose: "update" | "install" = "update") {
  const pathOf = knownAgentPaths();
  return async (machine: Machine, target?: string): Promise<UpdatePlan> => {
    const installed = installedVersionOf(machine);
    const unknown = purpose === "update" || !installed ? unknownOf(machine, purpose) : undefined;
    const fabric = (await fabrics.find(machine.fabric))?.value;
    const fits = fabric === undefined || isOfGeneration(machine.agent?.traits?.csType, fabric.generation);
    const there = purpose === "install" && installed !== undefined && target === undefined && fits; // an update brings newer ones
    if (!machine.osTag || unknown || there) return { ...STAYS, blockedBy: [...platformBlockers(machine), ...(unknown ? [unknown] : [])] };
    const serverVersion = fabric?.serverVersion ?? (fabric && oldestVersionOf(fabric));
    const { driverVersionAtBoot } = machine.agent ?? {};
    const catalogue = { installers: await installers.list(machine.osTag), holds: await installers.listHolds() };
    const { held, ...plan } = pathOf(catalogue, {
      ...{ osTag: machine.osTag, osName: machine.osName, installed, target, serverVersion, driverVersionAtBoot },
      ...{ agent: machine.agent?.traits, generation: fabric?.generation },
    });
    const limit = target ?? serverVersion;
    const outdated = fabric && limit ? componentsOlderThan(fabric, limit) : [];
    const blockers = outdated.map(
      ({ role, friendlyName, version }): Blocker => blocker("ComponentsOutdated", `The ${role} ${friendlyName} has ${version}, older than ${limit}`),
    );
    const others = plan.blockedBy.filter(({ code }) => code !== "ComponentsOutdated" || blockers.length === 0);
    const asOf = machine.agent?.checkedAt;
    const silent = (fabric ? silentProcessServers(fabric, clock.now()) : []).map((message) => blocker("ProcessServerSilent", message));
    const newerHeld = held.filter(({ version }) => compareVersions(version, plan.targetVersion ?? installed ?? "0.0") > 0);
    const blockedBy = [...platformBlockers(machine), ...migrationBlockers(plan, fabric), ...blockers, ...silent, ...others];
    const moves = plan.hops.length > 0 || plan.blockedBy.length > 0;
    const own = moves ? machineBlockers(machine, versionsOf(plan.hops), await installers.listKernels(machine.osTag)) : { blockers: [], unknown: [] };
    return { ...plan, ...(asOf && { asOf }), held: newerHeld, blockedBy: [...blockedBy, ...own.blockers], unknown: own.unknown };
  };
}

/** The machine stays as it is. */
export const STAYS: UpdatePlan = { hops: [], countedBy: "ReleaseList", reboot: "None", held: [], warnings: [], blockedBy: [], unknown: [] };

/** What is known to be in the way of any job on the machine. */
export function platformBlockers(machine: Machine): readonly Blocker[] {
  const refusal = platformRefusal([machine]);
  return refusal ? [blocker("PlatformNotSupported", refusal.message)] : [];
}

/** An agent that was migrated and cannot be registered protects nothing. */
const migrationBlockers = (
  { migratesTo, blockedBy }: Pick<UpdatePlan, "migratesTo" | "blockedBy">,
  fabric: Fabric | undefined,
): readonly Blocker[] =>
  migratesTo && blockedBy.length === 0 && fabric?.registrationSecret === undefined
    ? [
        blocker(
          "RegistrationSecretMissing",
          `The migrated agent is to be registered with the appliance, and fabric ${fabric?.friendlyName} has no config.json on record`,
        ),
      ]
    : [];

function unknownOf({ agent, friendlyName, osTag, osProblem, osType }: Machine, purpose: "update" | "install"): Blocker | undefined {
  if (!isActedOn(osType)) return undefined; // nobody can look at it, and that is said
  const test = "Run Test-AsrMobilityService on the machine, then ask again.";
  if (osProblem) return blocker("UnsupportedOperatingSystem", osProblem);
  if (!agent && purpose === "update") return blocker("AgentNotInstalled", `Nothing is known yet of the Mobility service on ${friendlyName}`, test);
  if (agent && !agent.version && purpose === "update")
    return blocker("AgentNotInstalled", `The Mobility service was not installed on ${friendlyName} when it was last seen (${agent.checkedAt})`);
  return osTag ? undefined : blocker("UnsupportedOperatingSystem", `The operating system of ${friendlyName} is not known yet`, test);
}

const blocker = (code: MachineErrorCode, message: string, cure?: string): Blocker => ({
  code,
  message,
  recommendedAction: cure ?? describeError(code).recommendedAction,
});
