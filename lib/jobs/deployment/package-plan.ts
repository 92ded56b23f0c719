import type { OsFamily } from "../../agents/antivirus/exclusions.js";
import type { Generation } from "../../agents/generation.js";
import type { Installer } from "../../fleet/installers/installer.js";

/** An installer of a package. Without `url` its file is in the package. */
export type PackedInstaller = Pick<Installer, "version" | "osTag" | "fileName" | "sha256" | "sizeBytes"> & Readonly<{ url?: string }>;

/** All that a deployment package is made of. The registration secret is no part of it. */
export type PackagePlan = Readonly<{
  madeAt: Date;
  fabric: Readonly<{ name: string; friendlyName: string; generation: Generation; serverAddress?: string | undefined; serverPort: number }>;
  installers: readonly PackedInstaller[];
  /** Until when the links are good; absent when all installers are in the package. */
  linksEnd?: Date;
}>;

export const isForWindows = ({ osTag }: Pick<PackedInstaller, "osTag">): boolean => osTag === "Windows";

/** Linux, Windows, or both, as the installers are for. */
export const familiesOf = (installers: readonly Pick<PackedInstaller, "osTag">[]): readonly OsFamily[] => [
  ...new Set(installers.map((one) => (isForWindows(one) ? "Windows" : "Linux"))),
];

/** ISO 8601 without fractions of a second, as people and `date` write it. */
export const plainTime = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
