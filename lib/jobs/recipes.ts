import { runChildren } from "./batch/run-children.js";
import { selectMembers } from "./batch/select-members.js";
import type { MachineStep, PlannedStep, Recipe, RecipeFor } from "./engine/step.js";
import { commitInventory, settleInventory, stageInventory } from "./inventory/import-steps.js";
import { retireMachines } from "./inventory/retire-machines.js";
import { listItems, readVault, recordFabrics } from "./inventory/vault-steps.js";
import type { Job } from "./job.js";
import type { Learned } from "./learned.js";
import { RECIPE_FACTS } from "./recipe-facts.js";
import type { RecipeName } from "./recipe-name.js";
import type { LearnedOf, PathRecipe, RemovalRecipe } from "./recipe-records.js";
import { awaitRun } from "./steps/agent/await-run.js";
import { findAgent } from "./steps/agent/find-agent.js";
import { planUpdatePath } from "./steps/agent/plan-path.js";
import { reRegisterAgent } from "./steps/agent/re-register-agent.js";
import { recordAgent } from "./steps/agent/record-agent.js";
import { registerAgent } from "./steps/agent/register-agent.js";
import { registerLostAgent } from "./steps/agent/register-lost-agent.js";
import { runInstaller } from "./steps/agent/run-installer.js";
import { runUninstaller } from "./steps/agent/run-uninstaller.js";
import { stageInstaller } from "./steps/agent/stage-installer.js";
import { verifyAgent } from "./steps/agent/verify-agent.js";
import { verifyRegistration } from "./steps/agent/verify-registration.js";
import { verifyUninstall } from "./steps/agent/verify-uninstall.js";
import { leaveOutFolders } from "./steps/antivirus/leave-out-folders.js";
import { takeBackFolders } from "./steps/antivirus/take-back-folders.js";
import { verifyExclusions } from "./steps/antivirus/verify-exclusions.js";
import { verifyTakeBack } from "./steps/antivirus/verify-take-back.js";
import { writeBundle } from "./steps/files/write-bundle.js";
import { writeJobExport } from "./steps/files/write-job-export.js";
import { writePackage } from "./steps/files/write-package.js";
import { checkComponents } from "./steps/fleet/check-components.js";
import { forgetProtection } from "./steps/fleet/forget-protection.js";
import { awaitUpload, checkUpload, listInstaller } from "./steps/fleet/import-installer.js";
import { refreshProvider } from "./steps/fleet/refresh-provider.js";
import { removeFabric } from "./steps/fleet/remove-fabric.js";
import { checkDriver } from "./steps/machine/check-driver.js";
import { checkHealth } from "./steps/machine/check-health.js";
import { checkReadiness } from "./steps/machine/check-readiness.js";
import { checkReboot } from "./steps/machine/check-reboot.js";
import { detectOperatingSystem } from "./steps/machine/detect-os.js";
import { openMachine } from "./steps/machine/open-machine.js";
import { recordMachine } from "./steps/machine/record-machine.js";
import { restartMachine, verifyRestart } from "./steps/machine/restart-machine.js";
import { installVmAgent } from "./steps/vm-agent/install-vm-agent.js";
import { verifyVmAgent } from "./steps/vm-agent/verify-vm-agent.js";

const awaitInstaller = awaitRun({ name: "await-installer", title: "Waiting for the installer" }, "install");
const awaitRegistration = awaitRun({ name: "await-registration", title: "Waiting for the registration" }, "register");
const awaitRestart = awaitRun({ name: "await-restart", title: "Waiting for the restart" }, "restart");
const awaitExclusions = awaitRun({ name: "await-exclusions", title: "Waiting for the exclusions" }, "leave-out");
const awaitTakeBack = awaitRun({ name: "await-take-back", title: "Waiting for the exclusions" }, "take-back");
const awaitVmAgent = awaitRun({ name: "await-vm-agent", title: "Waiting for the Azure VM agent" }, "vm-agent");
const awaitUninstaller = awaitRun({ name: "await-uninstaller", title: "Waiting for the uninstaller" }, "uninstall");

const inTurn = <S>(...steps: readonly S[]): readonly PlannedStep<S>[] => steps.map((step) => ({ step }));
type PathPlan = (learned: LearnedOf<PathRecipe>) => readonly PlannedStep<MachineStep<PathRecipe>>[];

const forEachHop =
  (...steps: readonly MachineStep<PathRecipe>[]): PathPlan =>
  ({ hops = [] }) =>
    hops.flatMap((hop) => steps.map((step) => ({ step, hop })));

const prepare = (purpose: "install" | "update") =>
  inTurn<MachineStep<PathRecipe>>(checkComponents, openMachine, detectOperatingSystem, checkReadiness(purpose), planUpdatePath(purpose));
const climb = forEachHop(stageInstaller, runInstaller, awaitInstaller, verifyAgent);
const register = inTurn<MachineStep>(registerAgent, awaitRegistration, verifyRegistration);
const registerAgain = inTurn<MachineStep>(registerLostAgent, awaitRegistration, verifyRegistration);
const registerAnew = inTurn<MachineStep>(reRegisterAgent, awaitRegistration, verifyRegistration);
const conclude = inTurn<MachineStep<PathRecipe>>(checkReboot, recordAgent);

const registerAfterUpdate = ({ migrates = false, unregistered = false }: LearnedOf<PathRecipe>) =>
  migrates ? registerAnew : unregistered ? registerAgain : [];

const install: PathPlan = (learned) => [...prepare("install"), ...climb(learned), ...(learned.migrates ? registerAnew : register), ...conclude];
const takeBack = inTurn<MachineStep<RemovalRecipe>>(takeBackFolders, awaitTakeBack, verifyTakeBack);
const remove = ({ excluded = false }: LearnedOf<RemovalRecipe>): readonly PlannedStep<MachineStep<RemovalRecipe>>[] => [
  ...inTurn<MachineStep<RemovalRecipe>>(openMachine, findAgent, checkReadiness("uninstall"), runUninstaller, awaitUninstaller, verifyUninstall),
  ...(excluded ? takeBack : []),
  ...inTurn<MachineStep<RemovalRecipe>>(recordAgent),
];

/** What each kind of job does, in order; read aloud in docs/jobs.md. A step that knows nothing of a kind's jobs does not compile into its recipe. */
export const RECIPES: Readonly<{ [R in RecipeName]: RecipeFor<R> }> = {
  update: (learned) => [...prepare("update"), ...climb(learned), ...registerAfterUpdate(learned), ...conclude],
  install,
  protect: install,
  uninstall: remove,
  configure: () => [
    ...inTurn<MachineStep>(openMachine, detectOperatingSystem, checkReadiness("configure")),
    ...registerAnew,
    ...inTurn<MachineStep>(recordAgent),
  ],
  exclude: () => inTurn<MachineStep>(openMachine, leaveOutFolders, awaitExclusions, verifyExclusions("Fails"), recordAgent),
  "vm-agent": () => inTurn<MachineStep>(openMachine, detectOperatingSystem, installVmAgent, awaitVmAgent, verifyVmAgent, recordAgent),
  unprotect: (learned) => [...remove(learned), ...inTurn(forgetProtection)],
  forget: () => inTurn(forgetProtection),
  test: () => inTurn(openMachine, detectOperatingSystem, recordAgent, checkHealth),
  "test-account": () => inTurn(openMachine),
  "import-installer": () => inTurn(awaitUpload, checkUpload, listInstaller),
  discover: () => inTurn(recordMachine),
  "import-inventory": (learned) => [
    ...inTurn(stageInventory, commitInventory, settleInventory),
    ...(learned.import?.retired === undefined ? [] : inTurn(retireMachines)),
  ],
  "import-vault": () => inTurn(readVault, stageInventory, commitInventory, recordFabrics, settleInventory, listItems),
  "refresh-provider": () => inTurn(refreshProvider),
  "remove-fabric": () => inTurn(removeFabric),
  batch: () => inTurn(selectMembers, runChildren),
  "support-bundle": () => inTurn(writeBundle),
  "deployment-package": () => inTurn(writePackage),
  "export-jobs": () => inTurn(writeJobExport),
};

const restart = inTurn<MachineStep<PathRecipe>>(restartMachine, awaitRestart, verifyRestart);

const exclude = inTurn<MachineStep<PathRecipe>>(leaveOutFolders, awaitExclusions, verifyExclusions("Warns"));

/** Before the first installer comes to the machine: a scanner may eat it. */
const withExclusions =
  (usual: Recipe): Recipe =>
  (learned) =>
    usual(learned).flatMap((planned) => (planned.step.name === "plan-path" ? [planned, ...exclude] : [planned]));

/** The beginning of a hop before which a restart may be due: of the first only where its plan said so. */
const leadsOn = ({ step, hop }: PlannedStep, { hops, restartFirst }: Learned): boolean =>
  step === stageInstaller && hop !== undefined && (hop !== hops?.[0] || restartFirst === true);

/**
 * The recipe of this job: one that was asked to restart the machine does so before it records the result, and before a hop where the vendor asks for it;
 * another one waits there until somebody has.
 */
export function recipeOf({ recipe, input }: Pick<Job, "recipe" | "input">): Recipe {
  const usual: Recipe = input.excludeFromAntivirus ? withExclusions(RECIPES[recipe]) : RECIPES[recipe];
  if (!RECIPE_FACTS[recipe].mayRestart) return usual;
  if (!input.restart)
    return (learned) => usual(learned).flatMap((planned) => (leadsOn(planned, learned) ? [{ ...planned, step: checkDriver }, planned] : [planned]));
  return (learned) => {
    const steps = usual(learned).flatMap((planned) => {
      return leadsOn(planned, learned) ? [...restart.map(({ step }) => ({ step, ...(planned.hop && { hop: planned.hop }) })), planned] : [planned];
    });
    return [...steps.slice(0, -1), ...restart, ...steps.slice(-1)];
  };
}
