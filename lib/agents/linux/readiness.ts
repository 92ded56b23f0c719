import { antivirusWarnings } from "../antivirus/antivirus.js";
import { LINUX_FOLDERS } from "../antivirus/exclusions.js";
import { retired } from "../installers/installer-supply.js";
import { kernelSupport } from "../kernels/kernel-support.js";
import { agentObstacles, agentWarnings, generationObstacles } from "../readiness/agent-obstacles.js";
import { clockObstacles, clockWarnings } from "../readiness/clock-obstacles.js";
import { type MachineObstacles, type Obstacle, only, problemsOf, type Readiness, type ReadinessWish, unknownTexts } from "../readiness/readiness.js";
import type { DetectedOs } from "../systems/detected-os.js";
import { findOsRow } from "../systems/os-catalogue.js";
import { linuxVmAgentWarnings } from "../vm-agent/linux-vm-agent.js";
import { LINUX_ADVICE } from "./advice.js";
import { bootObstacles, bootUnknowns } from "./boot-obstacles.js";
import { detectOs } from "./detect-os.js";
import type { LinuxProbe } from "./probe.js";
import { unwritable } from "./unwritable.js";
import { vendorObstacle } from "./vendor-obstacle.js";

/** Everything that would make the vendor's installer, configurator or uninstaller fail on this machine, at once, by the vendor's own limits. */
export function linuxReadiness(probe: LinuxProbe, wish: ReadinessWish): Readiness {
  const os = detectOs(probe.releaseFiles, probe.architecture);
  const kernels = kernelChecks(probe, os, wish);
  const problems = problemsOf([...obstacles(probe, os, wish), ...kernels.obstacles], LINUX_ADVICE);
  const unknown = installs(wish) ? [...unknownTexts(machineUnknowns(probe)), ...unknownTexts(kernels.unknown)] : [];
  const manual = os.supported ? retired(os.tag) : undefined;
  const warnings = [
    ...[clockWarnings(probe, wish), agentWarnings(probe), manual ?? []].flat(),
    ...(runsFromThere(wish) ? [] : unsafe(probe).map(({ message }) => message)),
    ...(wish.purpose === "uninstall" ? [] : antivirusWarnings(probe.antivirus, { folders: LINUX_FOLDERS })),
    ...(os.supported && wish.purpose !== "uninstall" ? linuxVmAgentWarnings(probe, os.tag) : []),
  ];
  return { ready: problems.length === 0 && unknown.length === 0, os, problems, unknown, warnings };
}

/** What is the machine's own, whatever is done with the agent, and stays until somebody changes it. */
export function linuxObstacles(probe: LinuxProbe): MachineObstacles {
  const os = detectOs(probe.releaseFiles, probe.architecture);
  return { problems: problemsOf(machineObstacles(probe, os), LINUX_ADVICE), unknown: unknownTexts(machineUnknowns(probe)) };
}

const installs = ({ purpose }: ReadinessWish): boolean => purpose === "install" || purpose === "update";

function obstacles(probe: LinuxProbe, os: DetectedOs, wish: ReadinessWish): readonly Obstacle[] {
  switch (wish.purpose) {
    case "uninstall":
      return [...login(probe), ...unwritable(probe), ...busy(probe), ...unsafe(probe)];
    case "configure":
      return [
        ...login(probe),
        ...unwritable(withoutBoot(probe)),
        ...busy(probe),
        ...unsafe(probe),
        ...agentObstacles(probe, wish),
        ...generationObstacles(probe, wish),
        ...clockObstacles(probe, wish),
      ];
    default:
      return [
        ...login(probe),
        ...support(os),
        ...machineObstacles(probe, os),
        ...staging(probe, wish),
        ...busy(probe),
        ...agentObstacles(probe, wish),
        ...generationObstacles(probe, wish),
        ...clockObstacles(probe, wish),
      ];
  }
}

/** A registration writes nothing to /boot. */
const withoutBoot = ({ readOnly, boot, isRoot }: LinuxProbe): Parameters<typeof unwritable>[0] => {
  const others = (places: readonly string[]) => places.filter((place) => place !== "/boot");
  const { boot: _boot, ...layout } = boot;
  return { isRoot, readOnly: others(readOnly), boot: { ...layout, notWritable: others(boot.notWritable) } };
};

const machineObstacles = (probe: LinuxProbe, os: DetectedOs): readonly Obstacle[] => [
  ...system(probe),
  ...unwritable(probe),
  ...space(probe),
  ...tools(probe, os),
  ...bootObstacles(probe),
];

function machineUnknowns(probe: LinuxProbe): readonly string[] {
  const { freeKb } = probe;
  return [
    ...(freeKb.systemDisk === undefined ? ["how much is free on the root file system"] : []),
    ...(freeKb.installDir === undefined ? ["how much is free in the install folder"] : []),
    ...bootUnknowns(probe),
  ];
}

/** Of each version that is to be installed, by the vendor's lists as far as they were imported. */
function kernelChecks(
  { kernel }: LinuxProbe,
  os: DetectedOs,
  { versions = [], kernelLists = [] }: ReadinessWish,
): Readonly<{ obstacles: readonly Obstacle[]; unknown: readonly string[] }> {
  if (!os.supported) return { obstacles: [], unknown: [] };
  const answers = versions.map((version) => kernelSupport(kernelLists, { osTag: os.tag, kernel, version }));
  const texts = (state: string) => answers.flatMap((answer) => (answer.state === state ? [answer.text] : []));
  return { obstacles: texts("unsupported").map((text) => vendorObstacle("KernelNotSupported", text)), unknown: texts("unknown") };
}

/** Limits of the vendor's installer, in KB. */
const ROOT_KB = 2_097_152;
const INSTALL_DIR_KB = 256_000;
/** The installer file, and about three times as much for what it unpacks to. */
const STAGING_FACTOR = 4;

const login = ({ isRoot }: LinuxProbe): readonly Obstacle[] =>
  only([!isRoot && { code: "RootRequired", message: "The account is not root and did not become root by sudo" }]);

/** Configurator and uninstaller are run from the folder of the agent, by root. */
const runsFromThere = ({ purpose }: ReadinessWish): boolean => purpose === "configure" || purpose === "uninstall";

const unsafe = ({ notRoots }: LinuxProbe): readonly Obstacle[] =>
  notRoots.map((path) => ({
    code: "AgentFolderUnsafe",
    message: `${path} of the Mobility service, a folder above it, or a program in it belongs to somebody else than root, or can be written by everybody`,
  }));

const support = (os: DetectedOs): readonly Obstacle[] =>
  only([!os.supported && { code: os.reason === "Architecture" ? "UnsupportedArchitecture" : "UnsupportedOperatingSystem", message: os.message }]);

function system({ hostsFileNamesHost, hostName, secureBoot }: LinuxProbe): readonly Obstacle[] {
  return only([
    !hostsFileNamesHost && { code: "HostsFileIncomplete", message: `/etc/hosts has no entry for ${hostName}` },
    secureBoot && { code: "SecureBootEnabled", message: "The machine was started with UEFI secure boot; the filter driver cannot load" },
  ]);
}

const short = (where: string, free: number | undefined, needed: number, vendorCode: string): Obstacle | false =>
  free !== undefined && free < needed && { code: "NotEnoughSpace", message: `${where} has ${free} KB free and needs ${needed} KB`, vendorCode };

const space = ({ freeKb }: LinuxProbe): readonly Obstacle[] =>
  only([
    short("The root file system", freeKb.systemDisk, ROOT_KB, "EP0906"),
    short("The install folder", freeKb.installDir, INSTALL_DIR_KB, "EP0935"),
  ]);

const staging = ({ freeKb }: LinuxProbe, { installerBytes = 0 }: ReadinessWish): readonly Obstacle[] =>
  only([short("/var/lib", freeKb.varLib, Math.ceil(installerBytes / 1024) * STAGING_FACTOR, "EP0962")]);

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
