import type { MachineErrorCode } from "../../core/errors.js";
import { describeError } from "../errors/describe-error.js";
import { csType, type Generation } from "../generation.js";
import { retired } from "../installers/installer-supply.js";
import { findOsRow } from "../systems/os-catalogue.js";
import { type DetectedOs, detectOs } from "./detect-os.js";
import type { Probe } from "./probe.js";

/** What is to be done with the agent. */
export type Purpose = "install" | "update" | "configure" | "uninstall";

/** `installerBytes`: size of the largest installer to come; it lies beside what it unpacks to, below /var/lib. */
export type ReadinessWish = Readonly<{ purpose: Purpose; generation: Generation; installerBytes?: number; now?: Date }>;

/** One thing that is in the way. `retryable`: it may pass without anybody acting. */
export type Problem = Readonly<{
  code: MachineErrorCode;
  message: string;
  possibleCauses: string;
  recommendedAction: string;
  vendorCode?: string;
  retryable: boolean;
}>;

export type Readiness = Readonly<{ ready: boolean; os: DetectedOs; problems: readonly Problem[]; warnings: readonly string[] }>;

/** Everything that would make the vendor's installer, configurator or uninstaller fail on this machine, at once, by the vendor's own limits. */
export function readiness(probe: Probe, wish: ReadinessWish): Readiness {
  const os = detectOs(probe.releaseFiles, probe.architecture);
  const found = findingsFor(probe, os, wish);
  const problems = found.map((problem): Problem => ({ retryable: false, ...describeError(problem.code), ...problem }));
  return { ready: problems.length === 0, os, problems, warnings: warnings(probe, os, wish) };
}

type Finding = Readonly<{ code: MachineErrorCode; message: string; vendorCode?: string; retryable?: boolean }>;
type Findings = readonly (Finding | false)[];
const only = (findings: Findings): readonly Finding[] => findings.filter((finding) => finding !== false);

function findingsFor(probe: Probe, os: DetectedOs, wish: ReadinessWish): readonly Finding[] {
  switch (wish.purpose) {
    case "uninstall":
      return [...login(probe), ...readOnly(probe), ...busy(probe)];
    case "configure":
      return [...login(probe), ...readOnly(probe), ...busy(probe), ...agent(probe, wish), ...clock(probe, wish)];
    default:
      return [
        ...login(probe),
        ...system(probe, os),
        ...readOnly(probe),
        ...space(probe, wish),
        ...busy(probe),
        ...tools(probe, os),
        ...agent(probe, wish),
        ...clock(probe, wish),
      ];
  }
}

/** Limits of the vendor's installer, in KB. */
const ROOT_KB = 2_097_152;
const INSTALL_DIR_KB = 256_000;
/** The installer file, and about three times as much for what it unpacks to. */
const STAGING_FACTOR = 4;
/** Beyond this a registration is refused: tokens live an hour, and a certificate made ahead of the server's clock is not valid there yet. */
const CLOCK_REFUSED_SECONDS = 3600;
const CLOCK_WARNED_SECONDS = 300;

const login = ({ isRoot }: Probe): readonly Finding[] =>
  only([!isRoot && { code: "RootRequired", message: "The account is not root and did not become root by sudo" }]);

function system({ hostsFileNamesHost, hostName, secureBoot }: Probe, os: DetectedOs): readonly Finding[] {
  return only([
    !os.supported && { code: os.reason === "Architecture" ? "UnsupportedArchitecture" : "UnsupportedOperatingSystem", message: os.message },
    !hostsFileNamesHost && { code: "HostsFileIncomplete", message: `/etc/hosts has no entry for ${hostName}` },
    secureBoot && { code: "SecureBootEnabled", message: "The machine was started with UEFI secure boot; the filter driver cannot load" },
  ]);
}

/** Everything of the vendor's writes below these, and by then an installer would have been copied for nothing. */
const readOnly = ({ readOnly: places }: Probe): readonly Finding[] =>
  places.map((place) => ({ code: "ReadOnlyFileSystem", message: `The file system at ${place} is mounted read-only` }));

function space({ freeKb }: Probe, { installerBytes = 0 }: ReadinessWish): readonly Finding[] {
  const stagingKb = Math.ceil(installerBytes / 1024) * STAGING_FACTOR;
  const short = (where: string, free: number | undefined, needed: number, vendorCode?: string): Finding | false =>
    free !== undefined &&
    free < needed && { code: "NotEnoughSpace", message: `${where} has ${free} KB free and needs ${needed} KB`, ...(vendorCode && { vendorCode }) };
  return only([
    short("The root file system", freeKb.root, ROOT_KB, "EP0906"),
    short("The install folder", freeKb.installDir, INSTALL_DIR_KB, "EP0935"),
    short("/var/lib", freeKb.varLib, stagingKb, "EP0962"),
  ]);
}

function busy({ processes, lock }: Probe): readonly Finding[] {
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

function tools({ tools: present }: Probe, os: DetectedOs): readonly Finding[] {
  const packing = os.supported ? findOsRow(os.tag)?.packing : undefined;
  const missing = (names: readonly string[], why: string): Finding | false =>
    !names.some((name) => present.includes(name)) && { code: "ToolMissing", message: `The machine has no ${names.join(" or ")}, which ${why}` };
  return only([
    missing(["tar"], "unpacks the installer"),
    packing === "lzma" && missing(["xz", "lzma", "busybox"], "reads the LZMA archive"),
    packing === "gzip" && missing(["gzip"], "reads the gzip archive"),
  ]);
}

const VERBS: Readonly<Record<Purpose, string>> = { install: "install", update: "update", configure: "register", uninstall: "remove" };

function agent({ agent: found }: Probe, { purpose, generation }: ReadinessWish): readonly Finding[] {
  if (!found)
    return only([
      purpose !== "install" && { code: "AgentNotInstalled", message: `There is no Mobility service to ${VERBS[purpose]} on the machine` },
    ]);
  const wanted = csType(generation);
  return only([
    !found.version && { code: "AgentDamaged", message: "The version file of the Mobility service cannot be read" },
    !found.dir && {
      code: "AgentDamaged",
      message: `The folder of the Mobility service is gone${found.installDir ? ` (${found.installDir})` : ""}, its version file is still there`,
    },
    found.csType !== undefined &&
      found.csType.toLowerCase() !== wanted.toLowerCase() && {
        code: "RegisteredElsewhere",
        message: `The agent belongs to ${found.csType}, the fabric is ${generation} (${wanted}); the installer refuses the change`,
      },
  ]);
}

/** A registration makes certificates and tokens that name times; an update talks to no server and needs no right clock. */
function clock(probe: Probe, { purpose, now }: ReadinessWish): readonly Finding[] {
  const registers = purpose === "configure" || (purpose === "install" && !probe.agent?.configured);
  const skew = clockSkew(probe, now);
  return only([
    registers &&
      Math.abs(skew) > CLOCK_REFUSED_SECONDS && {
        code: "ClockWrong",
        message: `The machine's clock is ${skewText(skew)}; the agent cannot register with it, its certificates would not be valid`,
      },
  ]);
}

/** How far the machine's clock is ahead of ours, in seconds. */
const clockSkew = ({ clockSeconds }: Probe, now: Date | undefined): number =>
  now && clockSeconds !== undefined ? Math.round(clockSeconds - now.getTime() / 1000) : 0;

const skewText = (seconds: number): string => `${Math.abs(seconds)} s ${seconds > 0 ? "ahead" : "behind"}`;

function warnings(probe: Probe, os: DetectedOs, { now }: ReadinessWish): readonly string[] {
  const { agent: found, driverVersion } = probe;
  const skew = clockSkew(probe, now);
  const faulty = /^9\.66\.1\.(\d+)$/.exec(driverVersion ?? "")?.[1];
  const manual = os.supported ? retired(os.tag) : undefined;
  return [
    ...(Math.abs(skew) > CLOCK_WARNED_SECONDS ? [`The machine's clock is ${skewText(skew)}; a registration may fail with it`] : []),
    ...(found && !found.servicesRunning ? ["The agent's services do not run"] : []),
    ...(found?.role && /master/i.test(found.role) ? ["The machine is a master target; it is updated before the agents"] : []),
    ...(faulty && Number(faulty) >= 7691 && Number(faulty) <= 7749
      ? [`The filter driver ${driverVersion} is known to be faulty; restart the machine after the update`]
      : []),
    ...(manual ? [manual] : []),
  ];
}
