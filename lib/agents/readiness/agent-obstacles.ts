import type { CommonProbe } from "../common-probe.js";
import { csType, isOfGeneration } from "../generation.js";
import { loadedDriverWarnings } from "../path/faulty-driver.js";
import { type Obstacle, only, type Purpose, type ReadinessWish } from "./readiness.js";

const VERBS: Readonly<Record<Purpose, string>> = { install: "install", update: "update", configure: "register", uninstall: "remove" };

/** An agent that is missing or damaged. */
export function agentObstacles({ agent: found }: CommonProbe, { purpose }: ReadinessWish): readonly Obstacle[] {
  if (!found)
    return only([
      purpose !== "install" && { code: "AgentNotInstalled", message: `There is no Mobility service to ${VERBS[purpose]} on the machine` },
    ]);
  return only([
    !found.version && { code: "AgentDamaged", message: "The version file of the Mobility service cannot be read" },
    !found.dir && {
      code: "AgentDamaged",
      message: `The folder of the Mobility service is gone${found.installDir ? ` (${found.installDir})` : ""}, its version file is still there`,
    },
  ]);
}

/** An agent of the other generation, where no installer makes it one of this. */
export function generationObstacles({ agent: found }: CommonProbe, { generation }: ReadinessWish): readonly Obstacle[] {
  return only([
    found !== undefined &&
      !isOfGeneration(found.csType, generation) && {
        code: "RegisteredElsewhere",
        message: `The agent belongs to ${found.csType}, the fabric is ${generation} (${csType(generation)}); the installer refuses the change with 97 (ASRMobilityServiceInstallerCSTypeMismatch)`,
      },
  ]);
}

/** What people should know of an agent though nothing is in the way. */
export function agentWarnings({ agent: found, driverVersion }: CommonProbe): readonly string[] {
  return [
    ...(found && !found.servicesRunning ? ["The agent's services do not run"] : []),
    ...(found?.role && /master/i.test(found.role) ? ["The machine is a master target; it is updated before the agents"] : []),
    ...loadedDriverWarnings(driverVersion),
  ];
}
