import type { Generation } from "../generation.js";
import { leavesOut } from "./leaves-out.js";

/** The two kinds of systems that differ in folders, commands and secrets' places. */
export type OsFamily = "Linux" | "Windows";

/** What a virus scanner must leave alone. `source`: whether the vendor says so, or it follows from where the agent works. */
export type Exclusion = Readonly<{ path: string; source: "vendor" | "inferred"; why: string }>;

const PROGRAMS = "C:\\Program Files (x86)\\Microsoft Azure Site Recovery";

/** Folders of a replicated machine. The vendor publishes a list for Windows, another one for each generation, and none for Linux. */
export function antivirusExclusions({ family, generation }: Readonly<{ family: OsFamily; generation: Generation }>): readonly Exclusion[] {
  return family === "Linux" ? LINUX : windows(generation);
}

/** The folders of the vendor's lists for a replicated machine with Windows, of whatever generation, and the one that the agent was installed to. */
export function windowsFolders(installDir?: string): readonly string[] {
  const listed = (["Classic", "Modernized"] as const).flatMap(windows).filter(({ source }) => source === "vendor");
  const own = installDir === undefined || leavesOut(PROGRAMS, installDir) || !isOwn(installDir) ? [] : [installDir];
  return [...listed.map(({ path }) => path), ...own];
}

/** A machine tells where its agent lies: no drive, no folder of Windows' own and nothing with wildcards is left out because it says so. */
const isOwn = (folder: string): boolean => FOLDER.test(folder) && !leavesOut("?:\\Windows", folder);
const FOLDER = /^[A-Za-z]:(?:\\(?!\.{1,2}(?:\\|$))[^\\/:*?"<>|%]{1,100}){2,8}\\?$/;

/** Folders of a machine with Linux, for which the vendor has no list. */
export const LINUX_FOLDERS: readonly string[] = ["/usr/local/ASR", "/usr/local/InMage", "/var/lib/mobility-fleet"];

/** What is to be said where such a list is shown; undefined where the vendor has one. */
export const antivirusNote = (family: OsFamily): string | undefined =>
  family === "Linux" ? "Microsoft publishes no list for Linux; these folders follow from where the agent and its installers work." : undefined;

const windows = (generation: Generation): readonly Exclusion[] => [
  { path: "C:\\ProgramData\\ASR\\agent", source: generation === "Classic" ? "vendor" : "inferred", why: "named as the installation folder" },
  { path: PROGRAMS, source: generation === "Modernized" ? "vendor" : "inferred", why: "where the commands install the agent" },
  { path: "C:\\ProgramData\\Microsoft Azure Site Recovery", source: "inferred", why: "certificates, settings, and what a push or an update unpacks" },
  { path: "C:\\ProgramData\\ASRSetupLogs", source: "inferred", why: "logs of the installer" },
  { path: "C:\\Windows\\Temp\\MobilityServicePackage-*", source: "inferred", why: "where a deployment package unpacks the installer" },
];

const LINUX: readonly Exclusion[] = [
  { path: "/usr/local/ASR", source: "inferred", why: "where the agent is installed" },
  { path: "/usr/local/InMage", source: "inferred", why: "certificates and settings of the agent" },
  { path: "/var/lib/mobility-fleet", source: "inferred", why: "where Mobility Fleet keeps and unpacks installers" },
  { path: "/var/lib/mobility-service-package.*", source: "inferred", why: "where a deployment package unpacks installers" },
  { path: "/tmp/remoteinstall", source: "inferred", why: "where the vendor's own push puts the installer" },
  { path: "/tmp/MobilityAgentAutoUpgrade", source: "inferred", why: "where the vendor's own update puts the installer" },
];
