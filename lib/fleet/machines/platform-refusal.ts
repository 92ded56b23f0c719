import { actedOn, isActedOn } from "../../agents/platform-of.js";
import { FleetError } from "../../core/errors.js";
import type { Machine } from "./machine.js";

/** Why no job and no probe may act on these machines; undefined when all are of systems on which they do. */
export function platformRefusal(machines: readonly Pick<Machine, "osType" | "friendlyName">[]): FleetError | undefined {
  const refused = machines.filter(({ osType }) => !isActedOn(osType));
  if (refused.length === 0) return undefined;
  const named = refused.slice(0, MOST_NAMED).map(({ friendlyName, osType }) => `${friendlyName} (${osType})`);
  const more = refused.length > MOST_NAMED ? ` and ${refused.length - MOST_NAMED} more` : "";
  return new FleetError("PlatformNotSupported", `No job acts on ${named.join(", ")}${more} yet; expected machines with ${actedOn().join(" or ")}`, {
    target: refused.length === 1 ? (refused[0]?.friendlyName ?? "") : "OSType",
  });
}

const MOST_NAMED = 20;
