import { describeError } from "../../../agents/errors/describe-error.js";
import type { Probe } from "../../../agents/linux/probe.js";
import type { Problem } from "../../../agents/linux/readiness.js";
import type { MachineErrorCode } from "../../../core/errors.js";
import type { Fabric } from "../../../fleet/fabrics/fabric.js";
import type { Step } from "../../engine/step.js";
import { isRegistered } from "../agent/register-agent.js";
import { problemsError, readinessOf } from "./check-readiness.js";

/** Everything that is wrong with the agent, or in the way of installing it; read only. Fails when there is anything. */
export const checkHealth: Step = {
  name: "check-health",
  title: "Checking health and readiness",
  changes: false,
  deadlineSeconds: 600,
  run: async (context) => {
    const found = await context.probe();
    const { problems, warnings } = await readinessOf(context, found.agent ? "update" : "install");
    const all = [...problems, ...healthProblems(found, await context.fabric())];
    if (all.length > 0) throw problemsError(all);
    const message = found.agent ? `Version ${found.agent.version} is healthy` : "Not installed; the machine is ready for it";
    return { type: "done", message: [message, ...warnings].join(". "), learned: { warnings: [...warnings] } };
  },
};

function healthProblems({ agent, driverLoaded }: Probe, fabric: Fabric): readonly Problem[] {
  if (!agent) return [];
  return [
    ...(agent.servicesRunning ? [] : [problem("ServicesNotRunning", "The agent's services do not run")]),
    ...(agent.configured ? [] : [problem("RegistrationFailed", "The agent is not registered with a server")]),
    ...(agent.configured && !isRegistered(agent, fabric) ? [problem("RegisteredElsewhere", elsewhere(agent.serverAddress, fabric))] : []),
    ...(driverLoaded ? [] : [problem("VerificationFailed", "The driver involflt is not loaded")]),
  ];
}

const elsewhere = (server: string | undefined, { friendlyName, serverAddress }: Fabric): string =>
  `The agent is registered with ${server ?? "a server that it does not name"}, the fabric ${friendlyName} is ${serverAddress ?? "without an address"}`;

const problem = (code: MachineErrorCode, message: string): Problem => ({ ...describeError(code), code, message, retryable: false });
