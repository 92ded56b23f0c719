import { z } from "zod";
import { FleetError } from "../core/errors.js";
import type { Platform } from "./platform.js";
import { PLATFORMS } from "./platforms.js";
import type { Probe } from "./probe.js";

export type OsType = keyof typeof PLATFORMS;

/** One of those that there are. */
export type KnownPlatform = Platform<Probe>;

type Entry = Readonly<{ usualPort: number; onlyTag?: string; platform?: KnownPlatform }>;
const TABLE: Readonly<Record<OsType, Entry>> = PLATFORMS;

/** The kinds of system, as a machine's row and the cmdlets spell them. */
export const OS_TYPES = Object.keys(TABLE) as [OsType, ...OsType[]]; // keys of a record over all of them
export const OsType = z.enum(OS_TYPES);

/** What the agent is on this system. Throws PlatformNotSupported where no job acts yet. */
export function platformOf(osType: OsType): KnownPlatform {
  const { platform } = TABLE[osType];
  if (platform) return platform;
  throw new FleetError("PlatformNotSupported", `No job acts on ${osType} machines yet; expected a machine with ${actedOn().join(" or ")}`);
}

/** Does any job act on such machines? */
export const isActedOn = (osType: OsType): boolean => TABLE[osType].platform !== undefined;

/** The systems on whose machines jobs act. */
export const actedOn = (): readonly OsType[] => OS_TYPES.filter(isActedOn);

/** Where such a machine listens unless it is said otherwise. */
export const usualPortOf = (osType: OsType): number => TABLE[osType].usualPort;

/** The OS tag that all machines of this system have, where one installer serves all its versions. */
export const onlyTagOf = (osType: OsType): string | undefined => TABLE[osType].onlyTag;
