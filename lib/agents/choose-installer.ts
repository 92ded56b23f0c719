import { compareVersions, isNewerThan } from "./version.js";

export type ChoosableInstaller = Readonly<{ version: string; osTag: string; buildDate: string }>;

/** `version`: exactly this one. `maximumVersion`: this or older, such as the configuration server's own. */
export type InstallerWish = Readonly<{ osTag: string; version?: string; maximumVersion?: string }>;

/** The newest installer that fits, the newest build among equal versions; undefined when the catalogue has none. */
export function chooseInstaller<T extends ChoosableInstaller>(installers: readonly T[], wish: InstallerWish): T | undefined {
  return installers
    .filter((installer) => fits(installer, wish))
    .reduce<T | undefined>((best, next) => (best && !isBetter(next, best) ? best : next), undefined);
}

function fits(installer: ChoosableInstaller, { osTag, version, maximumVersion }: InstallerWish): boolean {
  if (installer.osTag.toLowerCase() !== osTag.toLowerCase()) return false;
  if (version !== undefined && compareVersions(installer.version, version) !== 0) return false;
  return maximumVersion === undefined || !isNewerThan(installer.version, maximumVersion);
}

const isBetter = (next: ChoosableInstaller, best: ChoosableInstaller): boolean =>
  (compareVersions(next.version, best.version) || next.buildDate.localeCompare(best.buildDate)) > 0;
