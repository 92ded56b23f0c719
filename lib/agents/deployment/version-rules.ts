import { isNewerRelease } from "../versions/version.js";

/** A machine, as far as the rules look at it: `osName` as anybody has told it, `versions` those that are to be installed or are there. */
export type RuledMachine = Readonly<{ osTag: string; osName?: string | undefined; versions: readonly string[] }>;

/** What the vendor's rules that begin with a version mean for this machine and these versions, one answer a rule. Linux has none of them. */
export function versionRules({ osTag, osName, versions }: RuledMachine): readonly string[] {
  if (osTag !== "Windows") return [];
  return versions.flatMap((version) => [...updatesNeeded(version, osName), vssRule(version)]);
}

/** Does the Mobility service's installer of this version bring the Azure VM agent? */
export const bringsVmAgent = (version: string): boolean => isFrom(version, "9.7");

const isFrom = (version: string, first: string): boolean => !isNewerRelease(first, version);

const UPDATES: readonly (readonly [RegExp, string])[] = [
  [/\b2008 R2\b|\bWindows 7\b/i, "the servicing stack update KB4490628 and the SHA-2 update KB4474419"],
  [/\b2008\b(?! R2)/i, "the servicing stack update KB4493730, and SHA-2 support (Microsoft's KB4474419 for Windows Server 2008 SP2)"],
];

/** SHA-2: installers and drivers are signed with nothing else from 9.30 on, and old Windows cannot check that by itself. */
function updatesNeeded(version: string, osName: string | undefined): readonly string[] {
  if (!isFrom(version, "9.30")) return [`${version}: no updates of Windows are asked for; SHA-2 signatures begin with 9.30.`];
  if (osName !== undefined && /windows/i.test(osName)) {
    const needed = UPDATES.find(([pattern]) => pattern.test(osName))?.[1];
    return [
      needed
        ? `${version}: ${osName} needs ${needed} first, and a restart after them.`
        : `${version}: ${osName} checks SHA-2 signatures by itself; no update of Windows is needed.`,
    ];
  }
  return [
    `${version}: the release of Windows is not known. Windows Server 2008 R2 SP1 and Windows 7 need ${UPDATES[0]?.[1]} first; Windows Server 2008 SP2 ${UPDATES[1]?.[1]}; later ones nothing.`,
  ];
}

const vssRule = (version: string): string =>
  isFrom(version, "9.23")
    ? `${version}: when the VSS provider cannot be installed, that is a warning; repair it afterwards with "C:\\Program Files (x86)\\Microsoft Azure Site Recovery\\agent\\InMageVSSProvider_Install.cmd".`
    : `${version}: when the VSS provider cannot be installed, the installation fails (from 9.23 on it is a warning); the services VSS and COM+ System Application must not be disabled.`;
