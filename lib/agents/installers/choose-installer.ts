import { compareVersions } from "../versions/version.js";

export type ChoosableInstaller = Readonly<{ version: string; osTag: string; buildDate: string }>;

/** `version`: exactly this one. */
export type InstallerWish = Readonly<{ osTag: string; version?: string }>;

/** The newest installer that fits, the newest build among equal versions; undefined when the catalogue has none. */
export function chooseInstaller<T extends ChoosableInstaller>(installers: readonly T[], wish: InstallerWish): T | undefined {
  return installers
    .filter((installer) => fits(installer, wish))
    .reduce<T | undefined>((best, next) => (best && !isBetter(next, best) ? best : next), undefined);
}

function fits(installer: ChoosableInstaller, { osTag, version }: InstallerWish): boolean {
  if (installer.osTag.toLowerCase() !== osTag.toLowerCase()) return false;
  return version === undefined || compareVersions(installer.version, version) === 0;
}

const isBetter = (next: ChoosableInstaller, best: ChoosableInstaller): boolean =>
  (compareVersions(next.version, best.version) || next.buildDate.localeCompare(best.buildDate)) > 0;
