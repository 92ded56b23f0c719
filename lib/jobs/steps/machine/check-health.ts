import type { KnownPlatform } from "../../../agents/platform-of.js";
import type { Probe } from "../../../agents/probe.js";
import { only, type Problem, problemsOf } from "../../../agents/readiness/readiness.js";
import type { Fabric } from "../../../fleet/fabrics/fabric.js";
import type { MachineStep } from "../../engine/step.js";
import { isRegistered } from "../agent/register-agent.js";
import { problemsError, readinessOf } from "./check-readiness.js";

/** Everything that is wrong with the agent, or in the way of installing it; read only. Fails when there is anything. */
export const checkHealth: MachineStep = {
  name: "check-health",
  title: "Checking health and readiness",
  changes: false,
  judges: true,
  deadlineSeconds: 600,
  run: async (context) => {
    const found = await context.probe();
    const { problems, unknown, warnings } = await readinessOf(context, found.agent ? "update" : "install");
    const all = [...problems, ...healthProblems(context.platform(), found, await context.fabric())];
    if (all.length > 0) throw problemsError(all);
    const readyForIt = unknown.length === 0 ? "the machine is ready for it" : "nothing that is known is in its way";
    const message = found.agent ? `Version ${found.agent.version} is healthy` : `Not installed; ${readyForIt}`;
    const notes = [...unknown, ...warnings];
    return { type: "done", message: [message, ...notes].join(". "), learned: { warnings: notes } };
  },
};

function healthProblems({ words, advice }: KnownPlatform, { agent, driverLoaded }: Probe, fabric: Fabric): readonly Problem[] {
  if (!agent) return [];
  const obstacles = only([
    !agent.servicesRunning && { code: "ServicesNotRunning", message: "The agent's services do not run" },
    !agent.configured && { code: "RegistrationFailed", message: "The agent is not registered with a server" },
    agent.configured && !isRegistered(agent, fabric) && { code: "RegisteredElsewhere", message: elsewhere(agent.serverAddress, fabric) },
    !driverLoaded && { code: "VerificationFailed", message: `The driver ${words.driver} is not loaded` },
  ]);
  return problemsOf(obstacles, advice);
}

const elsewhere = (server: string | undefined, { friendlyName, serverAddress }: Fabric): string =>
  `The agent is registered with ${server ?? "a server that it does not name"}, the fabric ${friendlyName} is ${serverAddress ?? "without an address"}`;
