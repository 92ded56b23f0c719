import type { Probe } from "../agents/probe.js";
import { type RebootNeed, rebootNeed } from "../agents/reboot.js";
import type { Machine } from "../fleet/machine.js";
import type { Findings, Learned } from "./job.js";

type Known = Readonly<{ machine: Machine; learned: Learned; now: Date }>;

/** What a look at the machine means for its row in the inventory. */
export function findingsOf(found: Probe, { machine, learned, now }: Known): Findings {
  const { agent, bootId } = found;
  const { need, driverVersionAtBoot } = rebootStateOf(found, { machine, learned });
  const { osTag, osName, identity } = learned;
  return {
    agent: {
      ...(agent?.version && { version: agent.version }),
      ...(driverVersionAtBoot && { driverVersionAtBoot }),
      ...(bootId && { bootId }),
      configured: agent?.configured ?? false,
      servicesRunning: agent?.servicesRunning ?? false,
      rebootRequired: need,
      checkedAt: now.toISOString(),
    },
    ...(osTag && { osTag }),
    ...(osName && { osName }),
    ...(identity && { identity }),
  };
}

/** The driver that was loaded at the last boot, and whether the machine waits for a restart since. A ledger of an earlier boot is out of date. */
export function rebootStateOf(
  found: Probe,
  { machine, learned }: Pick<Known, "machine" | "learned">,
): Readonly<{ need: RebootNeed; driverVersionAtBoot?: string }> {
  const version = found.agent?.version;
  if (version === undefined) return { need: "None" };
  const ledger = machine.agent?.bootId !== undefined && machine.agent.bootId === found.bootId ? machine.agent : undefined;
  const driverVersionAtBoot = ledger?.driverVersionAtBoot ?? found.driverVersion ?? learned.versionBefore ?? version;
  const updatedNow = (learned.hops?.length ?? 0) > 0 && learned.versionBefore !== undefined;
  const updated = updatedNow || (ledger !== undefined && ledger.rebootRequired !== "None");
  return { need: rebootNeed({ driverVersionAtBoot, version, updated }), driverVersionAtBoot };
}
