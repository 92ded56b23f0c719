import { runChildren } from "./batch/run-children.js";
import { selectMembers } from "./batch/select-members.js";
import { commitInventory, settleInventory, stageInventory } from "./inventory/import-steps.js";
import { listItems, readVault, recordFabrics } from "./inventory/vault-steps.js";
import type { Job, RecipeName } from "./job.js";
import type { PlannedStep, Recipe, Step } from "./step.js";
import { awaitRun } from "./steps/await-run.js";
import { checkComponents } from "./steps/check-components.js";
import { checkHealth } from "./steps/check-health.js";
import { checkReadiness } from "./steps/check-readiness.js";
import { checkReboot } from "./steps/check-reboot.js";
import { detectOperatingSystem } from "./steps/detect-os.js";
import { findAgent } from "./steps/find-agent.js";
import { forgetProtection } from "./steps/forget-protection.js";
import { awaitUpload, checkUpload, listInstaller } from "./steps/import-installer.js";
import { openMachine } from "./steps/open-machine.js";
import { planUpdatePath } from "./steps/plan-path.js";
import { reRegisterAgent } from "./steps/re-register-agent.js";
import { recordAgent } from "./steps/record-agent.js";
import { recordMachine } from "./steps/record-machine.js";
import { refreshProvider } from "./steps/refresh-provider.js";
import { registerAgent } from "./steps/register-agent.js";
import { restartMachine, verifyRestart } from "./steps/restart-machine.js";
import { runInstaller } from "./steps/run-installer.js";
import { runUninstaller } from "./steps/run-uninstaller.js";
import { stageInstaller } from "./steps/stage-installer.js";
import { verifyAgent } from "./steps/verify-agent.js";
import { verifyRegistration } from "./steps/verify-registration.js";
import { verifyUninstall } from "./steps/verify-uninstall.js";
import { writeBundle } from "./steps/write-bundle.js";
import { writeJobExport } from "./steps/write-job-export.js";
import { writePackage } from "./steps/write-package.js";

const awaitInstaller = awaitRun({ name: "await-installer", title: "Waiting for the installer" }, "install");
const awaitRegistration = awaitRun({ name: "await-registration", title: "Waiting for the registration" }, "register");
const awaitRestart = awaitRun({ name: "await-restart", title: "Waiting for the restart" }, "restart");
const awaitUninstaller = awaitRun({ name: "await-uninstaller", title: "Waiting for the uninstaller" }, "uninstall");

const once = (...steps: readonly Step[]): readonly PlannedStep[] => steps.map((step) => ({ step }));
const forEachHop =
  (...steps: readonly Step[]): Recipe =>
  ({ hops = [] }) =>
    hops.flatMap((hop) => steps.map((step) => ({ step, hop })));

const prepare = (purpose: "install" | "update") =>
  once(checkComponents, openMachine, detectOperatingSystem, checkReadiness(purpose), planUpdatePath(purpose));
const climb = forEachHop(stageInstaller, runInstaller, awaitInstaller, verifyAgent);
const register = once(registerAgent, awaitRegistration, verifyRegistration);
const conclude = once(checkReboot, recordAgent);

const install: Recipe = (learned) => [...prepare("install"), ...climb(learned), ...register, ...conclude];
const remove = once(openMachine, findAgent, checkReadiness("uninstall"), runUninstaller, awaitUninstaller, verifyUninstall, recordAgent);

/** What each kind of job does, in order; read aloud in docs/jobs.md. */
export const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  update: (learned) => [...prepare("update"), ...climb(learned), ...conclude],
  install,
  protect: install,
  uninstall: () => remove,
  configure: () =>
    once(openMachine, detectOperatingSystem, checkReadiness("configure"), reRegisterAgent, awaitRegistration, verifyRegistration, recordAgent),
  unprotect: () => [...remove, ...once(forgetProtection)],
  forget: () => once(forgetProtection),
  test: () => once(openMachine, detectOperatingSystem, recordAgent, checkHealth),
  "test-account": () => once(openMachine),
  "import-installer": () => once(awaitUpload, checkUpload, listInstaller),
  discover: () => once(recordMachine),
  "import-inventory": () => once(stageInventory, commitInventory, settleInventory),
  "import-vault": () => once(readVault, stageInventory, commitInventory, recordFabrics, settleInventory, listItems),
  "refresh-provider": () => once(refreshProvider),
  batch: () => once(selectMembers, runChildren),
  "support-bundle": () => once(writeBundle),
  "deployment-package": () => once(writePackage),
  "export-jobs": () => once(writeJobExport),
};

const RESTARTING: ReadonlySet<RecipeName> = new Set(["update", "install", "protect"]);
const restart = once(restartMachine, awaitRestart, verifyRestart);

/** The recipe of this job: one that was asked to restart the machine does so before it records the result, and between hops where the vendor asks for it. */
export function recipeOf({ recipe, input }: Pick<Job, "recipe" | "input">): Recipe {
  const usual = RECIPES[recipe];
  if (!input.restart || !RESTARTING.has(recipe)) return usual;
  return (learned) => {
    const steps = usual(learned).flatMap((planned) => {
      const later = planned.step === stageInstaller && planned.hop !== undefined && planned.hop !== learned.hops?.[0];
      return later ? [...restart.map(({ step }) => ({ step, ...(planned.hop && { hop: planned.hop }) })), planned] : [planned];
    });
    return [...steps.slice(0, -1), ...restart, ...steps.slice(-1)];
  };
}
