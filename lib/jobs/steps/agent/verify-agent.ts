import type { KnownPlatform } from "../../../agents/platform-of.js";
import type { Probe } from "../../../agents/probe.js";
import { isAtVersion } from "../../../agents/versions/version.js";
import { FleetError } from "../../../core/errors.js";
import type { MachineContext, MachineStep } from "../../engine/step.js";
import type { Job } from "../../job.js";
import type { Hop, Learned, LearnedRun } from "../../learned.js";
import { RECIPE_FACTS } from "../../recipe-facts.js";
import type { PathRecipe } from "../../recipe-records.js";
import { runName } from "./await-run.js";
import { hopOf } from "./stage-installer.js";
import { tryAgain } from "./try-again.js";

const SERVICE_LOOKS = { looks: 8, everyMs: 1000 };

/**
 * Looks at the machine, because the exit code alone proves nothing: version, services, driver. Where the installer may have to be started once more, or
 * another follows, it empties the run slot; else what is in it stays until the job has ended.
 */
export const verifyAgent: MachineStep<PathRecipe> = {
  name: "verify-agent",
  title: "Verifying the agent",
  savesFirst: ({ learned, hop, platform }) => mustEmpty(platform(), learned, hop), // the exit code, before the slot that holds it is emptied
  changes: false,
  patient: true,
  judges: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { remote, job, fence } = context;
    const platform = context.platform();
    const hop = hopOf(context);
    const name = runName("install", hop.version);
    const run = runOf(job.learned, hop);
    if (run && mustEmpty(platform, job.learned, hop)) await (await remote()).clear({ job: job.name, name }, fence);
    const found = await probeSettled(context, hop);
    const arrived = found.agent?.version !== undefined && isAtVersion(found.agent.version, hop.version);
    if (!arrived && (await hasGoneOn(context, hop)))
      return { type: "done", message: `The job had gone on from ${hop.version} already`, learned: { versionAfter: hop.version }, skipped: true };
    if (run && !arrived) refuseFullDisk(platform, hop, run, found);
    if (run && !arrived) await refuseLeftLock(context, run, found);
    const failure = run && failureOf(platform, hop, run, arrived, found);
    if (failure) return tryAgain(context, name, failure);
    if (run?.lost && !arrived)
      throw new FleetError("InstallerLost", `The installer of ${hop.version} was interrupted: ${run.lost}. ${installed(found)}`);
    if (!arrived) throw didNothing(platform, hop, run, found);
    if (!found.agent?.servicesRunning) throw new FleetError("ServicesNotRunning", `Version ${hop.version} is installed, but its services do not run`);
    if (!found.driverLoaded && run?.exitCode === RESTART_LOADS_DRIVER && found.system === "Windows")
      throw new FleetError(
        "RebootRequired",
        `Version ${hop.version} is installed; its driver ${platform.words.driver} loads at the next restart, which is mandatory (1641)`,
      );
    if (!found.driverLoaded)
      throw new FleetError("VerificationFailed", `Version ${hop.version} is installed, but its driver ${platform.words.driver} is not loaded`);
    return {
      type: "done",
      message: `Version ${found.agent.version} is installed, its services run, its driver is loaded`,
      learned: {
        ...{ versionAfter: found.agent.version, warnings: [...new Set([...(job.learned.warnings ?? []), ...toldBeside(run)])] },
        ...(mayRegister(job) && { unregistered: !found.agent.configured }),
      },
    };
  },
};

/** What an installer that did its work says all the same, such as a VSS provider that it could not register. */
const toldBeside = ({ reported = [] }: LearnedRun = { launchedAt: "" }): readonly string[] =>
  reported.map((one) => `${named(one)}. ${one.recommendedAction}`);

const runOf = ({ runs }: Learned, hop: Hop | undefined): LearnedRun | undefined => runs?.[runName("install", hop?.version)];

/** What failed may be started once more under the same name; what another installer follows makes room for it. */
function mustEmpty({ verdictOf }: KnownPlatform, learned: Learned, hop: Hop | undefined): boolean {
  const run = runOf(learned, hop);
  if (run === undefined) return false;
  const failed = run.exitCode === undefined || verdictOf(run.exitCode, { phase: "install" }).verdict === "Failed";
  return failed || learned.hops?.at(-1)?.version !== hop?.version;
}

/** The vendor's installer for Windows ends so when its new driver waits for a restart. */
const RESTART_LOADS_DRIVER = 1641;

const mayRegister = ({ recipe }: Job): boolean => RECIPE_FACTS[recipe].registers === "WhenLost";

/** The slot holds the installer of a later hop of this job: the machine was at this one before. */
async function hasGoneOn({ job, remote }: MachineContext<PathRecipe>, { version }: Hop): Promise<boolean> {
  const hops = job.learned.hops ?? [];
  const later = hops.slice(hops.findIndex((hop) => hop.version === version) + 1);
  if (later.length === 0) return false;
  const slot = await (await remote()).look();
  return slot.state !== "none" && slot.run.job === job.name && later.some((hop) => slot.run.name === runName("install", hop.version));
}

/** Services may need some seconds after the installer has ended. */
async function probeSettled({ probe, clock, signal, job }: MachineContext<PathRecipe>, hop: Hop): Promise<Probe> {
  const ran = job.learned.runs?.[runName("install", hop.version)] !== undefined;
  for (let look = 1; ; look++) {
    const found = await probe({ fresh: ran || look > 1 });
    const arrived = found.agent?.version !== undefined && isAtVersion(found.agent.version, hop.version);
    if (!arrived || found.agent?.servicesRunning || look === SERVICE_LOOKS.looks) return found;
    await clock.sleep(SERVICE_LOOKS.everyMs, signal);
  }
}

/** Less than this where the system lies, or the agent, and nothing that an installer writes arrives. */
const FULL_KB = 4096;

/** A full disk lets an installer end with any code, or with none; what it meant to say could not be written. */
function refuseFullDisk({ words }: KnownPlatform, hop: Hop, { exitCode, lost }: LearnedRun, found: Probe): void {
  const { systemDisk, installDir } = found.freeKb;
  const free = Math.min(systemDisk ?? FULL_KB, installDir ?? FULL_KB);
  if (free >= FULL_KB) return;
  const end = exitCode === undefined ? `was interrupted: ${lost}` : `ended with ${exitCode}`;
  throw new FleetError("NotEnoughSpace", `The installer of ${hop.version} ${end}; the machine has ${free} KB free. ${installed(found)}`, {
    possibleCauses: "The file system became full while the installer was at work.",
    recommendedAction: `Free at least ${words.room}, then run the job again.`,
  });
}

/** An installer that takes a file for another one at work is told from one that met another: nobody is there, and waiting does not help. */
async function refuseLeftLock(context: MachineContext, { exitCode }: LearnedRun, found: Probe): Promise<void> {
  const { verdictOf, readiness } = context.platform();
  const verdict = exitCode === undefined ? undefined : verdictOf(exitCode, { phase: "install" });
  if (verdict?.verdict !== "Failed" || verdict.code !== "InstallerBusy") return;
  const { generation } = await context.fabric();
  const left = readiness(found, { purpose: "update", generation }).problems.find(({ code }) => code === "StaleInstallerLock");
  if (!left) return;
  const { code, message, possibleCauses, recommendedAction } = left;
  throw new FleetError(code, `The installer ended with ${exitCode}: ${message}. ${installed(found)}`, { possibleCauses, recommendedAction });
}

/** What the installer's exit code and its errors file say, unless they claim success; a failed registration is made up for by the steps that register. */
function failureOf(
  { verdictOf }: KnownPlatform,
  hop: Hop,
  { exitCode, reported = [] }: LearnedRun,
  arrived: boolean,
  found: Probe,
): FleetError | undefined {
  if (exitCode === undefined) return undefined;
  const verdict = verdictOf(exitCode, { phase: "install", explained: reported.length > 0 });
  if (verdict.verdict !== "Failed" || (arrived && verdict.code === "RegistrationFailed")) return undefined;
  const { message, possibleCauses, recommendedAction, vendorCode, retryable } = verdict;
  const vendor = vendorCode ? { vendorCode } : {};
  const details = reported
    .filter(({ isWarning }) => !isWarning)
    .map((one) => new FleetError(one.code, named(one), { recommendedAction: one.recommendedAction, ...vendor }));
  const state = arrived ? `Version ${hop.version} is on the machine all the same` : installed(found);
  return new FleetError(details[0]?.code ?? verdict.code, `${message}. ${state}`, {
    possibleCauses,
    recommendedAction,
    retryable: retryable || details[0]?.code === "InstallerBusy", // 97 with an MSI's 1618 behind it
    details,
    ...vendor,
  });
}

const named = ({ vendorName, message }: NonNullable<LearnedRun["reported"]>[number]): string => (vendorName ? `${message} (${vendorName})` : message);

/** The code claimed a success that the machine does not show. */
function didNothing({ verdictOf }: KnownPlatform, hop: Hop, run: LearnedRun | undefined, found: Probe): FleetError {
  if (run?.exitCode === undefined)
    return new FleetError("InstallerDidNothing", `Version ${hop.version} was to be on the machine, but ${installed(found).toLowerCase()}`);
  const { message, vendorCode } = verdictOf(run.exitCode, { phase: "install" });
  const causes = found.system === "Linux" ? NOTHING_DONE[run.exitCode] : undefined;
  return new FleetError("InstallerDidNothing", `${message}. It was to bring ${hop.version}, but ${installed(found).toLowerCase()}`, {
    ...(causes !== undefined && { possibleCauses: causes }),
    ...(vendorCode && { vendorCode }),
  });
}

/** What the vendor's installer also ends with when it has installed nothing. */
const NOTHING_DONE: Readonly<Record<number, string>> = {
  0: "The installer did not understand one of its switches: it prints its usage then, and ends with 0.",
  98: "Probably the role: the installer stops with 98 at a role that is missing or wrong (it knows -r MS and -r MT, not Agent), the code with which it also says success with warnings.",
};

const installed = ({ agent }: Probe): string =>
  agent?.version ? `The machine has version ${agent.version}` : "The Mobility service is not installed";
