import type { RecipeName } from "./job.js";
import type { PlannedStep, Recipe, Step } from "./step.js";
import { awaitRun } from "./steps/await-run.js";
import { checkComponents } from "./steps/check-components.js";
import { checkHealth } from "./steps/check-health.js";
import { checkReadiness } from "./steps/check-readiness.js";
import { checkReboot } from "./steps/check-reboot.js";
import { detectOperatingSystem } from "./steps/detect-os.js";
import { awaitUpload, checkUpload, listInstaller } from "./steps/import-installer.js";
import { openMachine } from "./steps/open-machine.js";
import { planUpdatePath } from "./steps/plan-path.js";
import { recordAgent } from "./steps/record-agent.js";
import { recordMachine } from "./steps/record-machine.js";
import { registerAgent } from "./steps/register-agent.js";
import { runInstaller } from "./steps/run-installer.js";
import { stageInstaller } from "./steps/stage-installer.js";
import { verifyAgent } from "./steps/verify-agent.js";
import { verifyRegistration } from "./steps/verify-registration.js";

const awaitInstaller = awaitRun({ name: "await-installer", title: "Waiting for the installer" }, "install");
const awaitRegistration = awaitRun({ name: "await-registration", title: "Waiting for the registration" }, "register");

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

/** What each kind of job does, in order; read aloud in docs/jobs.md. */
export const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  update: (learned) => [...prepare("update"), ...climb(learned), ...conclude],
  install,
  protect: install,
  test: () => once(openMachine, detectOperatingSystem, recordAgent, checkHealth),
  "test-account": () => once(openMachine),
  "import-installer": () => once(awaitUpload, checkUpload, listInstaller),
  discover: () => once(recordMachine),
};
