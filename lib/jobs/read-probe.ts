import { type Probe, parseProbe } from "../agents/probe.js";
import probeScript from "../agents/scripts/probe.sh";
import type { RemoteMachine } from "../remote/machine.js";

/** What the machine says of itself, in one command that changes nothing there. */
export async function readProbe(remote: Pick<RemoteMachine, "script">, signal?: AbortSignal): Promise<Probe> {
  const { stdout } = await remote.script(probeScript, { ...(signal && { signal }) });
  return parseProbe(stdout);
}
