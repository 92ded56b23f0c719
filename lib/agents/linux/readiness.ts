import { retired } from "../installers/installer-supply.js";
import { agentObstacles, agentWarnings } from "../readiness/agent-obstacles.js";
import { clockObstacles, clockWarnings } from "../readiness/clock-obstacles.js";
import { type Obstacle, only, problemsOf, type Readiness, type ReadinessWish } from "../readiness/readiness.js";
import type { DetectedOs } from "../systems/detected-os.js";
import { findOsRow } from "../systems/os-catalogue.js";
import { LINUX_ADVICE } from "./advice.js";
import { detectOs } from "./detect-os.js";
import type { LinuxProbe } from "./probe.js";

/** Everything that would make the vendor's installer, configurator or uninstaller fail on this machine, at once, by the vendor's own limits. */
export function linuxReadiness(probe: LinuxProbe, wish: ReadinessWish): Readiness {
  const os = detectOs(probe.releaseFiles, probe.architecture);
  const problems = problemsOf(obstacles(probe, os, wish), LINUX_ADVICE);
  const manual = os.supported ? retired(os.tag) : undefined;
  const warnings = [...clockWarnings(probe, wish), ...agentWarnings(probe), ...(manual ? [manual] : [])];
  return { ready: problems.length === 0, os, problems, warnings };
}

function obstacles(probe: LinuxProbe, os: DetectedOs, wish: ReadinessWish): readonly Obstacle[] {
  switch (wish.purpose) {
    case "uninstall":
      return [...login(probe), ...readOnly(probe), ...busy(probe)];
    case "configure":
      return [...login(probe), ...readOnly(probe), ...busy(probe), ...agentObstacles(probe, wish), ...clockObstacles(probe, wish)];
    default:
      return [
        ...login(probe),
        ...system(probe, os),
        ...readOnly(probe),
        ...space(probe, wish),
        ...busy(probe),
        ...tools(probe, os),
        ...agentObstacles(probe, wish),
        ...clockObstacles(probe, wish),
      ];
  }
}

/** Limits of the vendor's installer, in KB. */
const ROOT_KB = 2_097_152;
const INSTALL_DIR_KB = 256_000;
/** The installer file, and about three times as much for what it unpacks to. */
const STAGING_FACTOR = 4;

const login = ({ isRoot }: LinuxProbe): readonly Obstacle[] =>
  only([!isRoot && { code: "RootRequired", message: "The account is not root and did not become root by sudo" }]);

function system({ hostsFileNamesHost, hostName, secureBoot }: LinuxProbe, os: DetectedOs): readonly Obstacle[] {
  return only([
    !os.supported && { code: os.reason === "Architecture" ? "UnsupportedArchitecture" : "UnsupportedOperatingSystem", message: os.message },
    !hostsFileNamesHost && { code: "HostsFileIncomplete", message: `/etc/hosts has no entry for ${hostName}` },
    secureBoot && { code: "SecureBootEnabled", message: "The machine was started with UEFI secure boot; the filter driver cannot load" },
  ]);
}

/** Everything of the vendor's writes below these, and by then an installer would have been copied for nothing. */
const readOnly = ({ readOnly: places }: LinuxProbe): readonly Obstacle[] =>
  places.map((place) => ({ code: "ReadOnlyFileSystem", message: `The file system at ${place} is mounted read-only` }));

function space({ freeKb }: LinuxProbe, { installerBytes = 0 }: ReadinessWish): readonly Obstacle[] {
  const stagingKb = Math.ceil(installerBytes / 1024) * STAGING_FACTOR;
  const short = (where: string, free: number | undefined, needed: number, vendorCode?: string): Obstacle | false =>
    free !== undefined &&
    free < needed && { code: "NotEnoughSpace", message: `${where} has ${free} KB free and needs ${needed} KB`, ...(vendorCode && { vendorCode }) };
  return only([
    short("The root file system", freeKb.systemDisk, ROOT_KB, "EP0906"),
    short("The install folder", freeKb.installDir, INSTALL_DIR_KB, "EP0935"),
    short("/var/lib", freeKb.varLib, stagingKb, "EP0962"),
  ]);
}

function busy({ processes, lock }: LinuxProbe): readonly Obstacle[] {
  const running = processes.installer ?? processes.configurator ?? (lock?.state === "alive" ? `holder of ${lock.path}` : undefined);
  return only([
    processes.vendorUpdate !== undefined && {
      code: "VendorUpdateRunning",
      message: `The vendor's own update is at work: ${processes.vendorUpdate}`,
      retryable: true,
    },
    running !== undefined && {
      code: "InstallerBusy",
      message: `Another installation of the Mobility service is at work: ${running}`,
      retryable: true,
    },
    running === undefined &&
      lock?.state === "stale" && { code: "StaleInstallerLock", message: `${lock.path} is left over from an installation that no longer runs` },
  ]);
}

function tools({ tools: present }: LinuxProbe, os: DetectedOs): readonly Obstacle[] {
  const packing = os.supported ? findOsRow(os.tag)?.packing : undefined;
  const missing = (names: readonly string[], why: string): Obstacle | false =>
    !names.some((name) => present.includes(name)) && { code: "ToolMissing", message: `The machine has no ${names.join(" or ")}, which ${why}` };
  return only([
    missing(["tar"], "unpacks the installer"),
    packing === "lzma" && missing(["xz", "lzma", "busybox"], "reads the LZMA archive"),
    packing === "gzip" && missing(["gzip"], "reads the gzip archive"),
  ]);
}
