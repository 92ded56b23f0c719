import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { toldNumber } from "../../core/told.js";
import { productsOf } from "../antivirus/products.js";
import type { AgentNow, CommonProbe, ProbedAgent } from "../common-probe.js";
import { type BootLayout, readBootLayout } from "./boot-layout.js";
import type { ReleaseFiles } from "./detect-os.js";
import { probeFields } from "./probe-fields.js";
import { readProcesses } from "./probe-processes.js";
import { settingIn } from "./setting-in.js";
import { readVersionFile } from "./version-file.js";

/** What scripts/probe.sh saw on a Linux machine. */
export type LinuxProbe = CommonProbe &
  Readonly<{
    system: "Linux";
    kernel: string;
    isRoot: boolean;
    releaseFiles: ReleaseFiles;
    hostsFileNamesHost: boolean;
    /** Lock of an installer: `stale` when no installer holds it. */
    lock?: Readonly<{ state: "alive" | "stale"; path: string }>;
    /** Of the agent's files and folders, those that others than root may change. */
    notRoots: readonly string[];
    freeKb: Readonly<{ varLib?: number }>;
    /** Mount points that are read-only, of those that an installer writes to. */
    readOnly: readonly string[];
    secureBoot: boolean;
    boot: BootLayout;
    tools: readonly string[];
  }>;

/** Reads the output of scripts/probe.sh, which may be anything; CommandFailed when it is cut off or no probe at all. */
export function parseProbe(output: string): LinuxProbe {
  const { first, all, complete } = probeFields(output);
  const hostName = first("host-name");
  if (!complete || !hostName) {
    throw new FleetError(
      "CommandFailed",
      `Expected the machine to describe itself to the end, got ${output.length} characters that ${complete ? "name no host" : "break off"}`,
    );
  }
  const agent = readAgent({ first, all });
  return {
    system: "Linux",
    hostName,
    ...optional("machineId", first("machine-id")),
    ...optional("biosId", first("bios-id")?.toLowerCase()),
    ...optional("bootId", first("boot-id")),
    architecture: first("architecture") ?? "unknown",
    ...(first("asset-tag") === AZURE_ASSET_TAG && { onAzure: true }),
    kernel: first("kernel") ?? "unknown",
    isRoot: first("user-id") === "0",
    ...optional("clockSeconds", Seconds.safeParse(first("clock")).data),
    releaseFiles: releaseFiles(all),
    hostsFileNamesHost: first("hosts-file") === "yes",
    ...optional("agent", agent),
    driverLoaded: first("driver-loaded") === "yes",
    ...optional("driverVersion", driverVersion(all("driver-version"))),
    processes: readProcesses(all("command")),
    antivirus: { products: productsOf(all("scanner")), added: [] },
    ...optional("vmAgent", VmAgentState.safeParse(first("vm-agent")).data),
    ...optional("lock", readLock(all("lock"))),
    freeKb: {
      ...optional("systemDisk", Kilobytes.safeParse(first("free-root")).data),
      ...optional("varLib", Kilobytes.safeParse(first("free-var-lib")).data),
      ...optional("installDir", Kilobytes.safeParse(first("free-install-dir")).data),
    },
    notRoots: all("not-roots"),
    readOnly: all("read-only"),
    secureBoot: all("secure-boot").includes("1"),
    boot: readBootLayout(all),
    tools: all("tool"),
  };
}

/** Reads the output of `scripts/probe.sh agent`, which may be anything; CommandFailed when it is cut off. */
export function parseAgentNow(output: string): AgentNow {
  const { all, complete } = probeFields(output);
  if (!complete) {
    throw new FleetError("CommandFailed", `Expected the machine to describe its agent to the end, got ${output.length} characters that break off`);
  }
  return { ...optional("version", readVersionFile(all("version-file")).version), processes: readProcesses(all("command")) };
}

const VmAgentState = z.enum(["Absent", "Stopped", "Running"]).transform((state) => ({ state }));

/** Of every machine of Azure. */
const AZURE_ASSET_TAG = "7783-7084-3265-9085-8269-3286-77";

type Fields = Pick<ReturnType<typeof probeFields>, "first" | "all">;

function readAgent({ first, all }: Fields): ProbedAgent | undefined {
  if (first("version-link") === undefined && all("version-file").length === 0) return undefined;
  const config = (key: string) => settingIn(all("config"), key);
  const running = (name: string) => all("process").includes(name) || all("status").some((line) => line.includes(STATUS_LINES[name] ?? name));
  return {
    ...readVersionFile(all("version-file")),
    ...optional("dir", first("agent-dir")),
    ...optional("role", config("Role")),
    ...optional("platform", settingIn(all("version-file"), "VM_PLATFORM") ?? config("VmPlatform")),
    ...optional("csType", config("CSType") ?? (all("config").length > 0 ? "CSLegacy" : undefined)), // agents from before the generations are classic
    ...optional("hostId", config("HostId")),
    ...optional("serverAddress", config("Hostname")),
    servicesRunning: running("svagents") && running("appservice"),
  };
}

const STATUS_LINES: Readonly<Record<string, string>> = { svagents: "VX Agent daemon is running", appservice: "appservice daemon is running" };

function releaseFiles(all: Fields["all"]): ReleaseFiles {
  return {
    ...optional("oracleRelease", text(all("oracle-release"))),
    ...optional("redhatRelease", text(all("redhat-release"))),
    ...optional("suseRelease", text(all("suse-release"))),
    ...optional("osRelease", text(all("os-release"))),
    ...optional("lsbRelease", text(all("lsb-release"))),
    ...optional("debianVersion", text(all("debian-version"))),
  };
}

function readLock(lines: readonly string[]): LinuxProbe["lock"] {
  const locks = lines
    .map((line) => /^(alive|stale) (\/.*)$/.exec(line))
    .flatMap((match) => (match ? [{ state: match[1] === "alive" ? "alive" : "stale", path: match[2] ?? "" } as const] : []));
  return locks.find(({ state }) => state === "alive") ?? locks[0];
}

/** Of all that its tool prints only this line says it: `Product Version : 9,66,1,7691`; others have versions of something else. */
const driverVersion = (lines: readonly string[]): string | undefined =>
  lines.map((line) => PRODUCT_VERSION.exec(line)?.slice(1, 5).map(Number).join(".")).find((version) => version !== undefined);
const PRODUCT_VERSION = /Product Version[^0-9]{0,20}(\d{1,9})\s?[,.]\s?(\d{1,9})\s?[,.]\s?(\d{1,9})\s?[,.]\s?(\d{1,9})(?!\d)/i;

const Seconds = toldNumber(253_402_300_799); // to the end of the year 9999
const Kilobytes = toldNumber(2 ** 50);
const text = (lines: readonly string[]): string | undefined => (lines.length > 0 ? lines.join("\n") : undefined);
const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: V }); // a computed key widens to string
