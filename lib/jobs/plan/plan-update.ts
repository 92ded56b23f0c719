import { describeError } from "../../agents/errors/describe-error.js";
import { planPath } from "../../agents/path/update-path.js";
import { compareVersions } from "../../agents/versions/version.js";
import type { MachineErrorCode } from "../../core/errors.js";
import { componentsOlderThan, oldestVersionOf, silentProcessServers } from "../../fleet/fabrics/components.js";
import { type HeldVersion, withoutHeld } from "../../fleet/installers/version-hold.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { FabricStore, InstallerStore } from "../../fleet/ports.js";

/** One thing that is in the way of an update, and its cure. */
export type Blocker = Readonly<{ code: MachineErrorCode; message: string; recommendedAction: string }>;

/** The way from the installed version to the target, as far as it is known without touching the machine. */
export type UpdatePlan = Readonly<{
  installedVersion?: string;
  /** When the machine was last looked at; what is said of it was true then. */
  asOf?: string;
  targetVersion?: string;
  /** Versions to install, in order; empty when there is nothing to do or the way is blocked. */
  path: readonly string[];
  /** Which rule counted the releases: the list of rollups, or the minor numbers where the list knows nothing. */
  countedBy: "ReleaseList" | "MinorNumbers";
  reboot: "None" | "Recommended" | "Mandatory";
  /** Versions newer than the target that are in the catalogue but on hold. */
  held: readonly HeldVersion[];
  blockedBy: readonly Blocker[];
}>;

export type PlanUpdateDeps = Readonly<{ fabrics: Pick<FabricStore, "find">; installers: Pick<InstallerStore, "list" | "listHolds"> }>;

/** What an update or installation would do to this machine, from what was last seen of it, and everything that is in its way. Touches nothing. */
export const planUpdate =
  ({ fabrics, installers }: PlanUpdateDeps, purpose: "update" | "install" = "update") =>
  async (machine: Machine, target?: string): Promise<UpdatePlan> => {
    const installed = machine.agent?.version;
    const unknown = purpose === "update" || !installed ? unknownOf(machine, purpose) : undefined;
    const there = purpose === "install" && installed !== undefined && target === undefined; // an update brings newer ones
    if (!machine.osTag || unknown || there)
      return { path: [], countedBy: "ReleaseList", reboot: "None", held: [], blockedBy: unknown ? [unknown] : [] };
    const fabric = (await fabrics.find(machine.fabric))?.value;
    const versions = (await installers.list(machine.osTag)).map(({ version }) => version);
    const { available, held } = withoutHeld(versions, await installers.listHolds(), machine.osTag);
    const serverVersion = fabric?.serverVersion ?? (fabric && oldestVersionOf(fabric));
    const { driverVersionAtBoot } = machine.agent ?? {};
    const plan = planPath({
      ...(installed && { installed }),
      osTag: machine.osTag,
      available,
      held,
      ...(target && { target }),
      ...(serverVersion && { serverVersion }),
      ...(driverVersionAtBoot && { driverVersionAtBoot }),
    });
    const limit = target ?? serverVersion;
    const outdated = fabric && limit ? componentsOlderThan(fabric, limit) : [];
    const blockers = outdated.map(
      ({ role, friendlyName, version }): Blocker => blocker("ComponentsOutdated", `The ${role} ${friendlyName} has ${version}, older than ${limit}`),
    );
    const others = plan.blockedBy.filter(({ code }) => code !== "ComponentsOutdated" || blockers.length === 0);
    const asOf = machine.agent?.checkedAt;
    const silent = (fabric ? silentProcessServers(fabric) : []).map((message) => blocker("ProcessServerSilent", message));
    const newerHeld = held.filter(({ version }) => compareVersions(version, plan.targetVersion ?? installed ?? "0.0") > 0);
    return { ...plan, ...(asOf && { asOf }), held: newerHeld, blockedBy: [...blockers, ...silent, ...others] };
  };

function unknownOf({ agent, friendlyName, osTag, osProblem }: Machine, purpose: "update" | "install"): Blocker | undefined {
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
