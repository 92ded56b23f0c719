import { chooseInstaller } from "../../../agents/installers/choose-installer.js";
import { type PathPlan, planPath } from "../../../agents/path/update-path.js";
import { FleetError } from "../../../core/errors.js";
import { oldestVersionOf } from "../../../fleet/fabrics/components.js";
import type { Installer } from "../../../fleet/installers/installer.js";
import { withoutHeld } from "../../../fleet/installers/version-hold.js";
import type { Step, StepContext } from "../../engine/step.js";
import type { Hop } from "../../job.js";

/** Finds the versions to install, in order. Nothing to do is a plan, too. */
export const planUpdatePath = (purpose: "install" | "update"): Step => ({
  name: "plan-path",
  title: "Planning the way to the target version",
  changes: false,
  deadlineSeconds: 300,
  run: async (context) => {
    const { job, probe, machine } = context;
    const installed = (await probe()).agent?.version;
    if (installed === undefined && purpose === "update") {
      throw new FleetError("AgentNotInstalled", `The Mobility service is not installed on ${machine().friendlyName}, so there is nothing to update`);
    }
    if (installed !== undefined && purpose === "install" && !job.input.targetVersion) {
      return {
        type: "done",
        message: `Version ${installed} is installed already; an update brings newer ones`,
        learned: { versionBefore: installed, hops: [] },
        skipped: true,
      };
    }
    const osTag = job.learned.osTag ?? "";
    const installers = await context.installers.list(osTag);
    const plan = await planFrom(context, installed, installers);
    const blocker = plan.blockedBy[0];
    if (blocker) throw new FleetError(blocker.code, blocker.message, { recommendedAction: blocker.recommendedAction });
    const hops = plan.path.map((version) => hopOf(installers, osTag, version));
    const known = { ...(plan.targetVersion && { targetVersion: plan.targetVersion }), ...(installed && { versionBefore: installed }) };
    checkPlanned(job.input.plannedPath, plan.path);
    if (hops.length === 0)
      return {
        type: "done",
        message: `The machine has version ${installed} already; it was not changed`,
        learned: { ...known, hops },
        skipped: true,
      };
    const way = [installed ?? "nothing", ...plan.path].join(" → ");
    return {
      type: "done",
      message: `${way}, counted by ${plan.countedBy === "ReleaseList" ? "the list of releases" : "minor numbers"}`,
      learned: { ...known, hops },
    };
  },
});

/** A child of a planned batch goes exactly the way that the plan showed, or the rest of it: after a restart a part may lie behind it. */
function checkPlanned(planned: readonly string[] | undefined, path: readonly string[]): void {
  if (planned === undefined || path.join() === planned.slice(planned.length - path.length).join()) return;
  const way = (versions: readonly string[]) => versions.join(" → ") || "nowhere";
  throw new FleetError("PlanOutdated", `The machine would be updated by ${way(path)}; its plan showed ${way(planned)}`);
}

async function planFrom(
  { fabric, job, installers: catalogue }: StepContext,
  installed: string | undefined,
  installers: readonly Installer[],
): Promise<PathPlan> {
  const serverVersion = oldestVersionOf(await fabric());
  const target = job.input.targetVersion;
  const { osTag } = job.learned;
  return planPath({
    ...(installed && { installed }),
    ...(osTag && { osTag }),
    ...(target && { target }),
    ...(serverVersion && { serverVersion }),
    ...withoutHeld(
      installers.map(({ version }) => version),
      await catalogue.listHolds(),
      osTag ?? "",
    ),
  });
}

function hopOf(installers: readonly Installer[], osTag: string, version: string): Hop {
  const installer = chooseInstaller(installers, { osTag, version });
  if (!installer) throw new FleetError("InstallerMissing", `The installer of ${version} for ${osTag} is no longer in the catalogue`);
  const { sha256, sizeBytes, fileName } = installer;
  return { version, sha256, sizeBytes, fileName };
}
