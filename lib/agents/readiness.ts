import type { MachineErrorCode } from "../core/errors.js";
import { describeError } from "./describe-error.js";
import { type DetectedOs, detectOs } from "./detect-os.js";
import { csType, type Generation } from "./generation.js";
import { findOsRow } from "./os-catalogue.js";
import type { Probe } from "./probe.js";

/** `installerBytes`: size of the largest installer to come; it lies beside what it unpacks to, below /var/lib. */
export type ReadinessWish = Readonly<{ purpose: "install" | "update"; generation: Generation; installerBytes?: number; now?: Date }>;

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

/** Everything that would make the vendor's installer fail on this machine, at once, by the vendor's own limits. */
export function readiness(probe: Probe, wish: ReadinessWish): Readiness {
  const os = detectOs(probe.releaseFiles, probe.architecture);
  const found = [...system(probe, os), ...space(probe, wish), ...busy(probe), ...tools(probe, os), ...agent(probe, wish)];
  const problems = found.map((problem): Problem => ({ retryable: false, ...describeError(problem.code), ...problem }));
  return { ready: problems.length === 0, os, problems, warnings: warnings(probe, os, wish) };
}

type Finding = Readonly<{ code: MachineErrorCode; message: string; vendorCode?: string; retryable?: boolean }>;
type Findings = readonly (Finding | false)[];
const only = (findings: Findings): readonly Finding[] => findings.filter((finding) => finding !== false);

/** Limits of the vendor's installer, in KB. */
const ROOT_KB = 2_097_152;
const INSTALL_DIR_KB = 256_000;
/** The installer file, and about three times as much for what it unpacks to. */
const STAGING_FACTOR = 4;

function system({ isRoot, hostsFileNamesHost, hostName, secureBoot }: Probe, os: DetectedOs): readonly Finding[] {
  return only([
    !isRoot && { code: "RootRequired", message: "The account is not root and did not become root by sudo" },
    !os.supported && { code: os.reason === "Architecture" ? "UnsupportedArchitecture" : "UnsupportedOperatingSystem", message: os.message },
    !hostsFileNamesHost && { code: "HostsFileIncomplete", message: `/etc/hosts has no entry for ${hostName}` },
    secureBoot && { code: "SecureBootEnabled", message: "The machine was started with UEFI secure boot; the filter driver cannot load" },
  ]);
}

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

function agent({ agent: found }: Probe, { purpose, generation }: ReadinessWish): readonly Finding[] {
  if (!found) return only([purpose === "update" && { code: "AgentNotInstalled", message: "There is no Mobility service to update on the machine" }]);
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

function warnings({ agent: found, clockSeconds, driverVersion }: Probe, os: DetectedOs, { now }: ReadinessWish): readonly string[] {
  const skewSeconds = now && clockSeconds !== undefined ? Math.round(clockSeconds - now.getTime() / 1000) : 0;
  const faulty = /^9\.66\.1\.(\d+)$/.exec(driverVersion ?? "")?.[1];
  const manual = os.supported && findOsRow(os.tag)?.manualDownload;
  return [
    ...(Math.abs(skewSeconds) > 300
      ? [`The machine's clock is ${Math.abs(skewSeconds)} s ${skewSeconds > 0 ? "ahead" : "behind"}; registration may refuse the certificate`]
      : []),
    ...(found && !found.servicesRunning ? ["The agent's services do not run"] : []),
    ...(found?.role && /master/i.test(found.role) ? ["The machine is a master target; it is updated before the agents"] : []),
    ...(faulty && Number(faulty) >= 7691 && Number(faulty) <= 7749
      ? [`The filter driver ${driverVersion} is known to be faulty; restart the machine after the update`]
      : []),
    ...(manual ? ["Microsoft no longer ships the installer for this system with the server; it must have been downloaded by hand"] : []),
  ];
}
