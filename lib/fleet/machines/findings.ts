import { z } from "zod";
import type { AgentTraits } from "../../agents/path/forbidden-starts.js";
import { platformOf } from "../../agents/platform-of.js";
import type { Probe } from "../../agents/probe.js";
import { type RebootNeed, rebootNeed } from "../../agents/versions/reboot.js";
import { AgentState, AntivirusState, HostState, Machine, MachineIdentity, MOST_RESTARTS } from "./machine.js";

/** What the machine's row is to say after a look, or when a job has ended, however it ended. */
export const Findings = z.object({
  agent: AgentState,
  host: HostState.optional(),
  antivirus: AntivirusState.optional(),
  vmAgent: Machine.shape.vmAgent,
  osTag: z.string().optional(),
  osName: z.string().optional(),
  osProblem: z.string().optional(),
  identity: MachineIdentity.optional(),
});
export type Findings = Readonly<z.infer<typeof Findings>>;

/** What a job knows of the machine beside the look itself; a look without a job knows who the machine is. */
type Learned = Readonly<{
  identity?: MachineIdentity | undefined;
  versionBefore?: string | undefined;
  driverVersionAtBoot?: string | undefined;
  hops?: readonly unknown[] | undefined;
  restarted?: boolean | undefined;
}>;

type Known = Readonly<{ machine: Machine; learned: Learned; now: Date }>;

/** What a look at the machine means for its row in the inventory. */
export function findingsOf(found: Probe, { machine, learned, now }: Known): Findings {
  const { agent, bootId, antivirus, vmAgent } = found;
  const { need, driverVersionAtBoot } = rebootStateOf(found, { machine, learned });
  const platform = platformOf(machine.osType);
  const os = platform.detectOs(found);
  const { problems, unknown } = platform.obstacles(found);
  const { identity } = learned;
  return {
    agent: {
      ...(agent?.version && { version: agent.version }),
      ...(driverVersionAtBoot && { driverVersionAtBoot }),
      ...(bootId && { bootId }),
      ...(agent && { traits: traitsOf(found) }),
      configured: agent?.configured ?? false,
      servicesRunning: agent?.servicesRunning ?? false,
      rebootRequired: need,
      driverLoaded: found.driverLoaded,
      ...(agent?.serverAddress && { registeredWith: agent.serverAddress }),
      ...(found.freeKb.systemDisk !== undefined && { freeRootMb: Math.floor(found.freeKb.systemDisk / 1024) }),
      checkedAt: now.toISOString(),
    },
    host: {
      ...(found.kernel && { kernel: found.kernel }),
      problems: problems.map(({ code, message, recommendedAction }) => ({ code, message, recommendedAction })),
      unknown: [...unknown],
      checkedAt: now.toISOString(),
    },
    antivirus: {
      ...{ products: [...antivirus.products], added: [...antivirus.added] },
      ...(antivirus.missing && { missing: [...antivirus.missing] }),
    },
    ...(vmAgent && { vmAgent: vmAgent.state }),
    osName: os.name,
    ...(os.supported ? { osTag: os.tag } : { osProblem: os.message }),
    ...(identity && { identity }),
  };
}

/** What its own files say of the agent, as far as a way from it depends on it. */
export const traitsOf = ({ agent: { platform, role, csType } = {}, onAzure }: Readonly<{ agent?: AgentTraits; onAzure?: boolean }>): AgentTraits => ({
  ...{ ...(platform !== undefined && { platform }), ...(role !== undefined && { role }), ...(csType !== undefined && { csType }) },
  ...(onAzure && { onAzure }),
});

/** The row with it. What was known of the operating system is replaced as a whole: it may have become one that is supported, or none any more. */
export function withFindings(machine: Machine, findings: Findings | undefined): Machine {
  if (!findings) return machine;
  const { osTag: _tag, osName: _name, osProblem: _problem, vmAgent: _agent, ...rest } = machine;
  return { ...rest, ...findings, ...restartsAfter(machine, findings.agent) };
}

/** Another boot than the one that was known is a restart since. */
function restartsAfter({ agent, restarts = [] }: Machine, { bootId, checkedAt }: AgentState): Pick<Machine, "restarts"> {
  if (agent?.bootId === undefined || bootId === undefined || agent.bootId === bootId) return {};
  return { restarts: [checkedAt, ...restarts].slice(0, MOST_RESTARTS) };
}

/** The driver that was loaded at the last boot, and whether the machine waits for a restart since. A ledger of an earlier boot is out of date. */
export function rebootStateOf(
  found: Probe,
  { machine, learned }: Pick<Known, "machine" | "learned">,
): Readonly<{ need: RebootNeed; driverVersionAtBoot?: string }> {
  const version = found.agent?.version;
  if (version === undefined) return { need: found.agent === undefined && found.driverLoaded ? "Recommended" : "None" }; // a driver without its agent goes with the next restart
  const ledger = machine.agent?.bootId !== undefined && machine.agent.bootId === found.bootId ? machine.agent : undefined;
  const driverVersionAtBoot =
    ledger?.driverVersionAtBoot ??
    found.driverVersion ??
    (learned.restarted ? version : (learned.driverVersionAtBoot ?? learned.versionBefore ?? version));
  const updatedNow = !learned.restarted && (learned.hops?.length ?? 0) > 0 && learned.versionBefore !== undefined;
  const updated = updatedNow || (ledger !== undefined && ledger.rebootRequired !== "None");
  return { need: rebootNeed({ driverVersionAtBoot, version, updated }), driverVersionAtBoot };
}
