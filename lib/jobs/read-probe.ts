import { type AgentNow, type Probe, parseAgentNow, parseProbe } from "../agents/linux/probe.js";
import probeScript from "../agents/linux/scripts/probe.sh";
import type { RemoteMachine } from "../remote/machine.js";

/** What the machine says of itself, in one command that changes nothing there. */
export async function readProbe(remote: Pick<RemoteMachine, "script">, signal?: AbortSignal): Promise<Probe> {
  const { stdout } = await remote.script(probeScript, { ...(signal && { signal }) });
  return parseProbe(stdout);
}

/** What may have changed while a job was at work, at a fraction of the cost: it starts some five programs, a probe some forty. */
export async function readAgentNow(remote: Pick<RemoteMachine, "script">, signal?: AbortSignal): Promise<AgentNow> {
  const { stdout } = await remote.script(probeScript, { args: ["agent"], ...(signal && { signal }) });
  return parseAgentNow(stdout);
}
