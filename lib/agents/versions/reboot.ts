import { RELEASES_A_HOP, releasesBetween } from "./releases.js";

export type RebootNeed = "None" | "Recommended" | "Mandatory";

/**
 * The new filter driver loads only at a restart: recommended after every update, mandatory when more than four releases lie
 * between the driver loaded at the last boot and the agent. Not knowing that driver counts as "recommended" after an update.
 */
export function rebootNeed({ driverVersionAtBoot, version, updated = false }: RebootFacts): RebootNeed {
  const releases = driverVersionAtBoot === undefined ? 0 : releasesBetween(driverVersionAtBoot, version).count;
  if (releases > RELEASES_A_HOP) return "Mandatory";
  return releases > 0 || updated ? "Recommended" : "None";
}

export type RebootFacts = Readonly<{ driverVersionAtBoot?: string | undefined; version: string; updated?: boolean }>;
