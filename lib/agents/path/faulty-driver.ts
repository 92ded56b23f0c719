import { parseVersion } from "../versions/version.js";

/** A machine's system, as far as it is known; `kernel` by the name of its release. */
export type DriverHost = Readonly<{ osTag?: string | undefined; osName?: string | undefined; kernel?: string | undefined }>;

/**
 * What to know before a path is gone, because one of its installers meets an agent with a faulty driver: the vendor's installer removes such an agent
 * first and installs anew, and the registration goes with it.
 */
export function faultyDriverWarnings(hops: readonly Readonly<{ from?: string; to: string }>[], host: DriverHost): readonly string[] {
  return hops.flatMap(({ from, to }) => {
    const when = from !== undefined && isFaulty(from) ? whenOn(host) : undefined;
    if (when === undefined) return [];
    return [
      `The driver of ${from} is faulty${when}: the installer of ${to} removes that agent first and installs anew. The registration is lost with it; the job registers the agent again with the secret of the fabric`,
    ];
  });
}

/** That the loaded filter driver is one of those that the vendor calls faulty. */
export function loadedDriverWarnings(driverVersion: string | undefined): readonly string[] {
  const build = Number(/^9\.66\.1\.(\d{1,9})$/.exec(driverVersion ?? "")?.[1]);
  return build >= 7691 && build <= 7749 ? [`The filter driver ${driverVersion} is known to be faulty; restart the machine after the update`] : [];
}

/** 9.47, and 9.48 up to build 6308. */
function isFaulty(version: string): boolean {
  const [major, minor, build] = parseVersion(version);
  return major === 9 && (minor === 47 || (minor === 48 && build <= LAST_FAULTY_BUILD));
}
const LAST_FAULTY_BUILD = 6308;

const SINCE_KERNEL = [5, 8] as const;
const BY_KERNEL: ReadonlySet<string> = new Set(["UBUNTU-20.04-64", "DEBIAN10-64"]);

/** On which of the machines of this system: "" for this one, undefined for none. */
function whenOn({ osTag = "", osName, kernel }: DriverHost): string | undefined {
  const tag = osTag.toUpperCase();
  if (BY_KERNEL.has(tag)) return kernel === undefined ? " on a kernel of 5.8 or newer" : isSince(kernel) ? "" : undefined;
  if (tag !== "SLES15-64") return undefined;
  if (osName === undefined) return " on SLES 15 SP3";
  return /\bSP3\b|15\.3\b/.test(osName) ? "" : undefined;
}

/** What cannot be read counts as one, because it may be. */
function isSince(kernel: string): boolean {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})/.exec(kernel) ?? [];
  if (major === undefined) return true;
  return Number(major) > SINCE_KERNEL[0] || (Number(major) === SINCE_KERNEL[0] && Number(minor) >= SINCE_KERNEL[1]);
}
