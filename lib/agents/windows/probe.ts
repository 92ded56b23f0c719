import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { toldLine } from "../../core/told.js";
import type { Antivirus } from "../antivirus/antivirus.js";
import { windowsFolders } from "../antivirus/exclusions.js";
import { leavesOut } from "../antivirus/leaves-out.js";
import { DEFENDER, productsOf } from "../antivirus/products.js";
import type { AgentNow, CommonProbe, ProbedAgent, SeenProcesses } from "../common-probe.js";
import type { VmAgent } from "../vm-agent/vm-agent.js";

const AZURE_ASSET_TAG = "7783-7084-3265-9085-8269-3286-77";
const MOST_CHARACTERS = 256 * 1024;
const LAST_SECOND = 253_402_300_799; // of the year 9999
const MOST_KB = 2 ** 50;

/** What scripts/probe.ps1 saw on a Windows machine. */
export type WindowsProbe = CommonProbe &
  Readonly<{
    system: "Windows";
    /** What Windows calls itself, its build, and whether it is a server. */
    windows: Readonly<{ name: string; build: number; isServer: boolean; is64Bit: boolean }>;
    powerShell?: string;
    /** The release number of .NET Framework 4; absent where there is none. */
    dotNet?: number;
    memoryKb?: number;
    secureBoot: boolean;
    hotFixes: readonly string[];
    /** What waits for a restart: Windows' own reasons, and filter drivers that the agent's installer stumbles over. */
    pendingRestart: readonly string[];
    services: readonly Readonly<{ name: string; start: "Missing" | "Disabled" | "Enabled" }>[];
    upperFilter: boolean;
    /** Disks with a boot partition. */
    bootDisks: readonly string[];
  }>;

const line = (most = 255) => toldLine(most).catch("");
const optionalLine = z.string().min(1).pipe(toldLine(255)).optional().catch(undefined);
const whole = (most: number) => z.number().int().min(0).max(most).optional().catch(undefined);
/** PowerShell makes one thing of a list of one, and nothing of none. */
const listOf = <T>(one: z.ZodType<T>, most = 40) =>
  z.preprocess((told) => (Array.isArray(told) ? told : told === null || told === undefined ? [] : [told]).slice(0, most), z.array(one)).catch([]);

const Agent = z.object({
  ...{ version: optionalLine, build: optionalLine, installDir: optionalLine, dir: optionalLine, postInstall: optionalLine, configured: optionalLine },
  ...{ role: optionalLine, platform: optionalLine, csType: optionalLine, hostId: optionalLine, serverAddress: optionalLine },
  hasConfiguration: z.boolean().catch(false),
  services: z.object({ svagents: line(), application: line() }),
});
const Now = z.object({ agent: Agent.nullish(), atWork: listOf(line(400)) });
const ToldAntivirus = z
  .object({
    defender: z
      .object({ works: z.boolean(), mode: line(), exclusions: z.array(line(1024)).max(5000).nullable().catch(null) })
      .nullable()
      .catch(null),
    ...{ services: listOf(line()), added: listOf(line(260), 10) },
  })
  .catch({ defender: null, services: [], added: [] });
const ToldVmAgent = z.object({ state: line(), version: optionalLine }).optional().catch(undefined);
const Told = Now.extend({
  hostName: z.string().min(1).pipe(toldLine(255)),
  ...{ machineId: optionalLine, biosId: optionalLine, bootId: optionalLine, architecture: optionalLine, assetTag: optionalLine, kind: optionalLine },
  ...{ productName: optionalLine, powerShell: optionalLine },
  is64Bit: z.boolean().catch(true),
  build: z.coerce.number().int().min(0).max(10_000_000).catch(0),
  clock: whole(LAST_SECOND),
  dotNet: whole(10_000_000),
  memoryKb: whole(MOST_KB),
  secureBoot: z.number().catch(0),
  ...{ hotFixes: listOf(line()), pendingRestart: listOf(line()), diskBoot: listOf(line()) },
  services: listOf(z.object({ name: line(), start: z.enum(["Missing", "Disabled", "Enabled"]) })),
  driverLoaded: z.boolean().catch(false),
  upperFilter: z.boolean().catch(false),
  ...{ freeSystemKb: whole(MOST_KB), freeInstallKb: whole(MOST_KB) },
  antivirus: ToldAntivirus,
  vmAgent: ToldVmAgent,
});

/** Reads the output of scripts/probe.ps1, which may be anything; CommandFailed when it is cut off or no probe at all. */
export function parseProbe(output: string): WindowsProbe {
  const told = parsed(Told, output, "describe itself");
  const { hostName, biosId, assetTag, clock, build, productName, freeSystemKb, freeInstallKb, vmAgent } = told;
  const agent = told.agent ? agentOf(told.agent) : undefined;
  return {
    system: "Windows",
    hostName,
    architecture: told.architecture ?? "unknown",
    ...some({ machineId: told.machineId, biosId: biosId?.toLowerCase(), bootId: told.bootId, clockSeconds: clock, agent }),
    ...(assetTag === AZURE_ASSET_TAG && { onAzure: true }),
    kernel: `10.0.${build}`
      .replace(/^10\.0\.(7\d{3})$/, "6.1.$1")
      .replace(/^10\.0\.(9200)$/, "6.2.$1")
      .replace(/^10\.0\.(9600)$/, "6.3.$1"),
    windows: { name: productName ?? "Windows", build, isServer: /server/i.test(told.kind ?? productName ?? ""), is64Bit: told.is64Bit },
    ...some({ powerShell: told.powerShell, dotNet: told.dotNet, memoryKb: told.memoryKb }),
    ...{ secureBoot: told.secureBoot === 1, hotFixes: told.hotFixes, pendingRestart: told.pendingRestart, services: told.services },
    ...{ driverLoaded: told.driverLoaded, upperFilter: told.upperFilter, bootDisks: [...new Set(told.diskBoot)] },
    processes: processesOf(told.atWork),
    freeKb: some({ systemDisk: freeSystemKb, installDir: freeInstallKb }),
    antivirus: antivirusOf(told.antivirus, agent?.installDir),
    ...(vmAgent && { vmAgent: vmAgentOf(vmAgent) }),
  };
}

/** Where another scanner is in charge Defender stands by, and what it leaves out does not matter. */
function antivirusOf({ defender, services, added }: z.infer<typeof ToldAntivirus>, installDir: string | undefined): Antivirus {
  const others = productsOf(services);
  if (!defender?.works || /passive/i.test(defender.mode)) return { products: others, added };
  const hidden = defender.exclusions === null || defender.exclusions.some((one) => one.startsWith("N/A"));
  const missing = windowsFolders(installDir).filter((folder) => !defender.exclusions?.some((one) => leavesOut(one, folder)));
  return { products: [DEFENDER, ...others], added, ...(hidden ? { hidden: true } : { missing }) };
}

const vmAgentOf = ({ state, version }: NonNullable<z.infer<typeof ToldVmAgent>>): VmAgent => ({
  state: state === "Absent" || state === "Disabled" || state === "Running" ? state : "Stopped",
  ...(version !== undefined && { version }),
});

/** Reads the output of `scripts/probe.ps1 agent`, which may be anything; CommandFailed when it is cut off. */
export function parseAgentNow(output: string): AgentNow {
  const { agent, atWork } = parsed(Now, output, "describe its agent");
  return { ...some({ version: agent ? fullVersion(agent) : undefined }), processes: processesOf(atWork) };
}

function parsed<T>(schema: z.ZodType<T>, output: string, what: string): T {
  try {
    return schema.parse(JSON.parse(output.slice(0, MOST_CHARACTERS)));
  } catch (cause) {
    throw new FleetError("CommandFailed", `Expected the machine to ${what} to the end, got ${output.length} characters that do not`, { cause });
  }
}

function agentOf(told: z.infer<typeof Agent>): ProbedAgent {
  const { installDir, dir, role, platform, hostId, serverAddress, services } = told;
  // Agents from before the generations are classic, and say nothing.
  const csType = told.csType ?? (told.hasConfiguration ? "CSLegacy" : undefined);
  return {
    ...some({ version: fullVersion(told), installDir, dir, role, platform, csType, hostId, serverAddress }),
    configured: told.configured === "Succeeded",
    servicesRunning: services.svagents === "Running" && services.application === "Running",
  };
}

/** With the build number as its third field where the agent leaves it out. */
function fullVersion({ version, build }: Pick<z.infer<typeof Agent>, "version" | "build">): string | undefined {
  const fields = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(version ?? "")?.slice(1);
  if (!fields) return undefined;
  const [major, minor, third, revision] = fields;
  return third === "0" && /^\d{1,9}$/.test(build ?? "") ? `${major}.${minor}.${Number(build)}.${revision}` : fields.join(".");
}

/** A service of Windows' installer that waits for work (`/V`) is no installation. */
function processesOf(atWork: readonly string[]): SeenProcesses {
  const find = (pattern: RegExp) => atWork.find((command) => pattern.test(command));
  return some({
    configurator: find(/^UnifiedAgentConfigurator/i),
    vendorUpdate: find(/^UnifiedAgentUpgrader/i),
    installer: find(/^(?:UnifiedAgent(?:Installer)?\.exe|MobilityServiceInstaller)/i) ?? find(/^msiexec\.exe (?!.*\/V\b)(?=.*\S)/i),
  });
}

/** Without those that were not told. */
const some = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }; // what is left is told
