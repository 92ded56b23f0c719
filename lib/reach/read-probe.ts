import type { AgentNow } from "../agents/common-probe.js";
import type { Question } from "../agents/platform.js";
import type { KnownPlatform } from "../agents/platform-of.js";
import type { Probe } from "../agents/probe.js";
import type { RemoteMachine } from "../remote/machine.js";

type Remote = Pick<RemoteMachine, "script">;

/** What the machine says of itself, in one command that changes nothing there. */
export const readProbe = (remote: Remote, { probe }: Pick<KnownPlatform, "probe">, signal?: AbortSignal): Promise<Probe> =>
  ask(remote, probe, signal);

/** What may have changed while a job was at work, at a fraction of the cost. */
export const readAgentNow = (remote: Remote, { agentNow }: Pick<KnownPlatform, "agentNow">, signal?: AbortSignal): Promise<AgentNow> =>
  ask(remote, agentNow, signal);

/** Runs a script of the platform that only looks, and reads its answer. */
export async function ask<Answer>(remote: Remote, { script, read, ...options }: Question<Answer>, signal?: AbortSignal): Promise<Answer> {
  const { stdout } = await remote.script(script, { ...options, ...(signal && { signal }) });
  return read(stdout);
}
