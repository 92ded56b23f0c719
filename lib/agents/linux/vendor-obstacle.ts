import type { Obstacle } from "../readiness/readiness.js";
import { INSTALLER_ERROR_ADVICE, type InstallerErrorName } from "./installer-error-advice.js";

/** An obstacle that the installer's own check of prerequisites would report by this name (without its prefix), with the advice for that name. */
export function vendorObstacle(name: InstallerErrorName, found: string): Obstacle {
  const { code, advice } = INSTALLER_ERROR_ADVICE[name];
  return { code, message: `${found} (ASRMobilityService${name})`, recommendedAction: advice };
}
