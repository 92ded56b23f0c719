import { isOfGeneration } from "../../../agents/generation.js";
import type { AgentTraits } from "../../../agents/path/forbidden-starts.js";
import { migrationOf } from "../../../agents/path/migration.js";
import type { PathBlocker } from "../../../agents/path/path-blockers.js";
import { versionsOf } from "../../../agents/path/plan-path.js";
import { FleetError } from "../../../core/errors.js";
import { oldestVersionOf } from "../../../fleet/fabrics/components.js";
import type { Installer } from "../../../fleet/installers/installer.js";
import { type AgentPath, planAgentPath } from "../../../fleet/installers/plan-agent-path.js";
import { rebootStateOf, traitsOf } from "../../../fleet/machines/findings.js";
import type { MachineContext, MachineStep } from "../../engine/step.js";
import type { Hop } from "../../learned.js";
import type { PathRecipe } from "../../recipe-records.js";
import { secretToRegister } from "./register-agent.js";

/** Finds the versions to install, in order. Nothing to do is a plan, too. */
export const planUpdatePath = (purpose: "install" | "update"): MachineStep<PathRecipe> => ({
  name: "plan-path",
  title: "Planning the way to the target version",
  changes: false,
  judges: true,
  deadlineSeconds: 300,
  run: async (context) => {
    const { job, probe, machine } = context;
    const found = await probe();
    const installed = found.agent?.version;
    if (installed === undefined && purpose === "update") {
      throw new FleetError("AgentNotInstalled", `The Mobility service is not installed on ${machine().friendlyName}, so there is nothing to update`);
    }
    const fits = isOfGeneration(found.agent?.csType, (await context.fabric()).generation);
    if (installed !== undefined && purpose === "install" && !job.input.targetVersion && fits) {
      return {
        type: "done",
        message: `Version ${installed} is installed already; an update brings newer ones`,
        learned: { versionBefore: installed, hops: [] },
        skipped: true,
      };
    }
    const { driverVersionAtBoot } = rebootStateOf(found, { machine: machine(), learned: job.learned });
    const plan = await planFrom(context, installed, { ...traitsOf(found), driverVersionAtBoot });
    const blocker = plan.blockedBy[0];
    if (blocker) throw inTheWay(blocker);
    const hops = plan.hops.map(({ installer }) => hopOf(installer));
    const path = versionsOf(plan.hops);
    const known = { ...(plan.targetVersion && { targetVersion: plan.targetVersion }), ...(installed && { versionBefore: installed }) };
    checkPlanned(job.input.plannedPath, path);
    const migrates = plan.migratesTo !== undefined;
    const migration = migrates ? `. ${migrationOf(plan)}` : "";
    if (migrates) await secretToRegister(context); // an agent between two servers protects nothing
    if (hops.length === 0)
      return {
        type: "done",
        message: `The machine has version ${installed} already; it was not changed`,
        learned: { ...known, hops, ...(purpose === "update" && { unregistered: !(await probe()).agent?.configured }) },
        skipped: true,
      };
    const way = [installed ?? "nothing", ...plan.hops.flatMap(({ to, restartFirst }) => (restartFirst ? ["restart (mandatory)", to] : to))].join(
      " → ",
    );
    const warnings = new Set([...(job.learned.warnings ?? []), ...plan.warnings]);
    return {
      type: "done",
      message: `${way}, counted by ${plan.countedBy === "ReleaseList" ? "the list of releases" : "minor numbers"}${migration}`,
      learned: {
        ...{ ...known, hops, warnings: [...warnings] },
        ...(plan.hops[0]?.restartFirst && { restartFirst: true }),
        ...(migrates && { migrates }),
      },
    };
  },
});

/** A child of a planned batch goes exactly the way that the plan showed, or the rest of it: after a restart a part may lie behind it. */
function checkPlanned(planned: readonly string[] | undefined, path: readonly string[]): void {
  if (planned === undefined || path.join() === planned.slice(planned.length - path.length).join()) return;
  const way = (versions: readonly string[]) => versions.join(" → ") || "nowhere";
  throw new FleetError("PlanOutdated", `The machine would be updated by ${way(path)}; its plan showed ${way(planned)}`);
}

const inTheWay = ({ code, message, recommendedAction, vendorCode }: PathBlocker): FleetError =>
  new FleetError(code, message, { recommendedAction, ...(vendorCode !== undefined && { vendorCode }) });

type Planning = Pick<MachineContext, "fabric" | "job" | "installers" | "platform" | "probe">;

/** What else is known of the agent from which the way begins. */
type Start = AgentTraits & Readonly<{ driverVersionAtBoot?: string | undefined }>;

/** The way of this job from what is installed, whatever the machine's row says. */
export async function planFrom(
  { fabric, job, installers, platform, probe }: Planning,
  installed: string | undefined,
  { driverVersionAtBoot, ...agent }: Start,
): Promise<AgentPath> {
  const found = await probe();
  const host = { osName: platform().detectOs(found).name, kernel: "kernel" in found ? found.kernel : undefined };
  const { osTag = "" } = job.learned;
  const catalogue = { installers: await installers.list(osTag), holds: await installers.listHolds() };
  const site = await fabric();
  const { generation } = site;
  const target = "targetVersion" in job.input ? job.input.targetVersion : undefined;
  return planAgentPath(catalogue, {
    ...host,
    osTag,
    installed,
    target,
    serverVersion: oldestVersionOf(site),
    driverVersionAtBoot,
    agent,
    generation,
  });
}

/** What the steps of a hop need of its installer. */
const hopOf = ({ version, sha256, sizeBytes, fileName }: Installer): Hop => ({ version, sha256, sizeBytes, fileName });
