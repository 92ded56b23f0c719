import { describeError } from "../agents/describe-error.js";
import { planPath } from "../agents/update-path.js";
import type { MachineErrorCode } from "../core/errors.js";
import { componentsOlderThan, oldestVersionOf } from "../fleet/components.js";
import type { Machine } from "../fleet/machine.js";
import type { FabricStore, InstallerStore } from "../fleet/ports.js";

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
  blockedBy: readonly Blocker[];
}>;

type Deps = Readonly<{ fabrics: FabricStore; installers: InstallerStore }>;

/** What an update of this machine would do, from what was last seen of it, and everything that is in its way. Touches nothing. */
export const planUpdate =
  ({ fabrics, installers }: Deps) =>
  async (machine: Machine, target?: string): Promise<UpdatePlan> => {
    const installed = machine.agent?.version;
    const unknown = unknownOf(machine);
    if (!installed || !machine.osTag || unknown) return { path: [], countedBy: "ReleaseList", reboot: "None", blockedBy: unknown ? [unknown] : [] };
    const fabric = (await fabrics.find(machine.fabric))?.value;
    const available = (await installers.list(machine.osTag)).map(({ version }) => version);
    const serverVersion = fabric?.serverVersion ?? (fabric && oldestVersionOf(fabric));
    const { driverVersionAtBoot } = machine.agent ?? {};
    const plan = planPath({
      installed,
      available,
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
    return { ...plan, ...(asOf && { asOf }), blockedBy: [...blockers, ...others] };
  };

function unknownOf({ agent, friendlyName, osTag }: Machine): Blocker | undefined {
  if (!agent)
    return blocker(
      "AgentNotInstalled",
      `Nothing is known yet of the Mobility service on ${friendlyName}`,
      "Run Test-AsrMobilityService on the machine, then ask again.",
    );
  if (!agent.version)
    return blocker("AgentNotInstalled", `The Mobility service was not installed on ${friendlyName} when it was last seen (${agent.checkedAt})`);
  return osTag
    ? undefined
    : blocker(
        "UnsupportedOperatingSystem",
        `The operating system of ${friendlyName} is not known yet`,
        "Run Test-AsrMobilityService on the machine, then ask again.",
      );
}

const blocker = (code: MachineErrorCode, message: string, cure?: string): Blocker => ({
  code,
  message,
  recommendedAction: cure ?? describeError(code).recommendedAction,
});
