import type { CommonProbe } from "../common-probe.js";
import { commandsOf } from "./linux-commands.js";
import { notAtWork } from "./vm-agent.js";

/** What is wrong with the Azure VM agent of a Linux machine, with its cure. Before a failover none is needed. */
export function linuxVmAgentWarnings({ vmAgent, onAzure = false }: Pick<CommonProbe, "vmAgent" | "onAzure">, osTag: string): readonly string[] {
  if (!vmAgent || !onAzure) return [];
  const { install, restart } = commandsOf(osTag);
  const cure = `Install-AsrAzureVMAgent does it, or by hand: ${vmAgent.state === "Absent" ? `${install}; ` : ""}${restart}`;
  return [notAtWork(vmAgent, cure) ?? []].flat();
}
