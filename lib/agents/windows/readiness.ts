import { antivirusWarnings } from "../antivirus/antivirus.js";
import { windowsFolders } from "../antivirus/exclusions.js";
import { DEFENDER } from "../antivirus/products.js";
import { agentObstacles, agentWarnings, generationObstacles } from "../readiness/agent-obstacles.js";
import { clockObstacles, clockWarnings } from "../readiness/clock-obstacles.js";
import { type MachineObstacles, type Obstacle, only, problemsOf, type Readiness, type ReadinessWish, unknownTexts } from "../readiness/readiness.js";
import { compareVersions } from "../versions/version.js";
import { windowsVmAgentWarnings } from "../vm-agent/windows-vm-agent.js";
import { WINDOWS_ADVICE } from "./advice.js";
import { detectOs } from "./detect-os.js";
import type { WindowsProbe } from "./probe.js";

/** Everything that would make the vendor's installer, configurator or uninstaller fail on this machine, at once, by the vendor's own limits. */
export function windowsReadiness(probe: WindowsProbe, wish: ReadinessWish): Readiness {
  const problems = problemsOf(obstacles(probe, wish), WINDOWS_ADVICE);
  const unknown = installs(wish) ? unknownTexts(unknowns(probe)) : [];
  const warnings = [
    ...[clockWarnings(probe, wish), agentWarnings(probe), restartWarnings(probe), filterWarnings(probe)].flat(),
    ...(wish.purpose === "uninstall" ? [] : [...windowsAntivirusWarnings(probe), ...windowsVmAgentWarnings(probe)]),
  ];
  return { ready: problems.length === 0 && unknown.length === 0, os: detectOs(probe), problems, unknown, warnings };
}

/** What people should know of the machine's virus scanners. */
export const windowsAntivirusWarnings = ({ antivirus, agent }: WindowsProbe): readonly string[] =>
  antivirusWarnings(antivirus, { asked: DEFENDER, folders: windowsFolders(agent?.installDir) });

/** What is the machine's own, whatever is done with the agent, and stays until somebody changes it. */
export const windowsObstacles = (probe: WindowsProbe): MachineObstacles => ({
  problems: problemsOf(machineObstacles(probe), WINDOWS_ADVICE),
  unknown: unknownTexts(unknowns(probe)),
});

const installs = ({ purpose }: ReadinessWish): boolean => purpose === "install" || purpose === "update";

function obstacles(probe: WindowsProbe, wish: ReadinessWish): readonly Obstacle[] {
  switch (wish.purpose) {
    case "uninstall":
      return busy(probe);
    case "configure":
      return [...busy(probe), ...agentObstacles(probe, wish), ...generationObstacles(probe, wish), ...clockObstacles(probe, wish)];
    default:
      return [
        ...support(probe),
        ...machineObstacles(probe),
        ...signing(probe, wish),
        ...restart(probe, wish),
        ...staging(probe, wish),
        ...busy(probe),
        ...agentObstacles(probe, wish),
        ...(wish.generation === "Modernized" ? [] : generationObstacles(probe, wish)), // a classic agent is migrated, or the plan says why not
        ...clockObstacles(probe, wish),
      ];
  }
}

const unknowns = ({ freeKb }: WindowsProbe): readonly string[] => [
  ...(freeKb.systemDisk === undefined ? ["how much is free on the system drive"] : []),
  ...(freeKb.installDir === undefined ? ["how much is free on the drive of the install folder"] : []),
];

function support(probe: WindowsProbe): readonly Obstacle[] {
  const os = detectOs(probe);
  return only([
    !os.supported && {
      code: os.reason === "Architecture" ? "UnsupportedArchitecture" : "UnsupportedOperatingSystem",
      message: os.message,
      vendorCode: "EP0874",
    },
  ]);
}

/** Limits of the vendor's installer. */
const INSTALL_KB = 1_048_576;
const MEMORY_KB = 1014 * 1024;
const DOT_NET_4_6_2 = 394_802;
/** The installer file, its copy, and what it unpacks to. */
const STAGING_FACTOR = 5;

const machineObstacles = ({ freeKb, memoryKb, dotNet, secureBoot, services, bootDisks }: WindowsProbe): readonly Obstacle[] =>
  only([
    short("The drive of the install folder", freeKb.installDir, INSTALL_KB),
    memoryKb !== undefined &&
      memoryKb < MEMORY_KB && {
        code: "NotEnoughSpace",
        message: `The machine has ${memoryKb} KB of memory, the installer wants ${MEMORY_KB} KB (ASRMobilityServiceInstallerRequiredMemoryError)`,
        vendorCode: "EP0967",
        recommendedAction: "Give the machine more memory, then run the job again.",
      },
    (dotNet ?? 0) < DOT_NET_4_6_2 && {
      code: "ToolMissing",
      message: `The machine has ${dotNet === undefined ? "no .NET Framework 4" : `.NET Framework 4 of release ${dotNet}`}; the installer needs 4.6.2 (release ${DOT_NET_4_6_2}) or later`,
      vendorCode: "EP0885",
      recommendedAction: "Install .NET Framework 4.6.2 or later and restart the machine, then run the job again.",
    },
    secureBoot && {
      code: "SecureBootEnabled",
      message: "The machine was started with UEFI secure boot; the filter driver cannot load (ASRMobilityServiceSecureBootEnabled)",
    },
    critical(services),
    bootDisks.length > 1 && {
      code: "UnsupportedBoot",
      message: `The machine has boot partitions on disks ${bootDisks.join(", ")} (ASRMobilityServiceMultipleBootDisks)`,
      recommendedAction: "Keep the boot and system partitions on one disk.",
    },
  ]);

function critical(services: WindowsProbe["services"]): Obstacle | false {
  const lacking = services
    .filter(({ start }) => start !== "Enabled")
    .map(({ name, start }) => `${name} is ${start === "Missing" ? "not there" : "disabled"}`);
  return (
    lacking.length > 0 && {
      code: "ToolMissing",
      message: `Services that the installer needs: ${lacking.join(", ")} (ASRMobilityServiceCriticalServicesMissing)`,
      vendorCode: "EP0887",
      recommendedAction:
        "Set the services that the message names to start by hand or by themselves (Set-Service -StartupType Manual), then run the job again.",
    }
  );
}

const short = (where: string, free: number | undefined, needed: number): Obstacle | false =>
  free !== undefined &&
  free < needed && { code: "NotEnoughSpace", message: `${where} has ${free} KB free and needs ${needed} KB`, vendorCode: "EP0907" };

const staging = ({ freeKb }: WindowsProbe, { installerBytes = 0 }: ReadinessWish): readonly Obstacle[] =>
  only([short("The system drive", freeKb.systemDisk, Math.ceil(installerBytes / 1024) * STAGING_FACTOR)]);

/** From this version on installers are signed by SHA-2 alone, which Windows Server 2008 R2 learns from two updates. */
const SHA2_FROM = "9.30.0.0";
const SHA2_UPDATES = ["KB4490628", "KB4474419"];

function signing({ windows: { build, name }, hotFixes }: WindowsProbe, { versions = [] }: ReadinessWish): readonly Obstacle[] {
  const missing = SHA2_UPDATES.filter((update) => !hotFixes.includes(update));
  const signed = versions.length === 0 || versions.some((version) => compareVersions(version, SHA2_FROM) >= 0);
  return only([
    build === 7601 &&
      signed &&
      missing.length > 0 && {
        code: "ToolMissing",
        message: `${name} lacks ${missing.join(" and ")}, without which it does not know signatures by SHA-2 (ASRMobilityServiceInstallerUnsupportedSHA2SigningFailureWindows2008R2)`,
        recommendedAction: "Install the updates that the message names and restart the machine, then run the job again.",
      },
  ]);
}

const isDriver = (reason: string): boolean => /^(?:InDskFlt|involflt)$/i.test(reason);

/** Only this is what the agent's installer calls a pending restart, and only where no agent is. */
const restart = ({ pendingRestart, agent }: WindowsProbe, { purpose }: ReadinessWish): readonly Obstacle[] =>
  only([
    purpose === "install" &&
      !agent &&
      pendingRestart.some(isDriver) && {
        code: "RebootRequired",
        message: `A filter driver of an earlier agent (${pendingRestart.filter(isDriver).join(", ")}) is there until the next restart; the installer ends with 62`,
        vendorCode: "EP0883",
      },
  ]);

const WINDOWS_REASONS: Readonly<Record<string, string>> = {
  ComponentServicing: "the servicing of components",
  WindowsUpdate: "Windows Update",
  FileRename: "files that are to be renamed",
};

function restartWarnings({ pendingRestart }: WindowsProbe): readonly string[] {
  const reasons = pendingRestart.flatMap((reason) => WINDOWS_REASONS[reason] ?? []);
  return reasons.length > 0 ? [`Windows itself waits for a restart (${reasons.join(", ")}); the agent's installer does not mind`] : [];
}

const filterWarnings = ({ agent, upperFilter, driverLoaded }: WindowsProbe): readonly string[] =>
  agent && driverLoaded && !upperFilter ? ["The filter driver InDskFlt runs, but is no upper filter of the disks: nothing is replicated"] : [];

function busy({ processes }: WindowsProbe): readonly Obstacle[] {
  const running = processes.installer ?? processes.configurator;
  return only([
    processes.vendorUpdate !== undefined && {
      code: "VendorUpdateRunning",
      message: `The vendor's own update is at work: ${processes.vendorUpdate}`,
      retryable: true,
    },
    running !== undefined && { code: "InstallerBusy", message: `Another installation is at work: ${running}`, vendorCode: "EP0890", retryable: true },
  ]);
}
