import { isActedOn } from "../../agents/platform-of.js";
import type { Machine } from "./machine.js";

/** The version of the Mobility service on the machine, as it was last seen; where nobody can look, as the vault says. */
export const installedVersionOf = ({ agent, osType, vault }: Pick<Machine, "agent" | "osType" | "vault">): string | undefined =>
  agent?.version ?? (isActedOn(osType) ? undefined : vault?.agentVersion);
