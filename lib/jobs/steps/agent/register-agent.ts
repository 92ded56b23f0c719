import type { ProbedAgent } from "../../../agents/common-probe.js";
import { FleetError } from "../../../core/errors.js";
import type { Secret } from "../../../core/secret.js";
import type { Fabric } from "../../../fleet/fabrics/fabric.js";
import type { MachineContext, MachineStep } from "../../engine/step.js";
import { runName } from "./await-run.js";
import { holdsRun, launchRun } from "./launch-run.js";

/** Registers the agent with the server of its fabric; the secret lies in a file of root's only while that takes. */
export const registerAgent: MachineStep = {
  name: "register-agent",
  title: "Registering with the server",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { probe, fabric: readFabric, machine, platform } = context;
    const fabric = await readFabric();
    const { agent } = await probe({ fresh: true });
    const name = runName("register");
    if (agent && isRegistered(agent, fabric) && !(await holdsRun(context, name)))
      return { type: "done", message: "The agent is registered with the server already", skipped: true };
    if (agent?.configured && fabric.generation === "Classic" && agent.serverAddress && agent.serverAddress !== fabric.serverAddress) {
      const message = `The agent of ${machine().friendlyName} is registered with ${agent.serverAddress}, not with ${fabric.serverAddress}; it was left as it is`;
      throw new FleetError("RegisteredElsewhere", message);
    }
    const secret = await secretToRegister(context);
    return launchRun(context, platform().register({ ...serverOf(fabric), agentDir: agent?.dir, secret }), name);
  },
};

/** Where agents of the fabric register. */
export const serverOf = ({ generation, serverAddress, serverPort }: Fabric) => ({ generation, serverAddress, serverPort });

/** What the machine registers with. Throws RegistrationSecretMissing. */
export async function secretToRegister({ fabric: readFabric, registrationSecret }: MachineContext): Promise<Secret> {
  const secret = await registrationSecret();
  if (secret) return secret;
  const { friendlyName, generation } = await readFabric();
  throw new FleetError(
    "RegistrationSecretMissing",
    `Fabric ${friendlyName} has no ${generation === "Classic" ? "passphrase" : "config.json"} on record`,
  );
}

/** Modernized agents do not name their server in a way that could be compared; being configured is what can be seen. */
export const isRegistered = (agent: ProbedAgent, fabric: Fabric): boolean =>
  agent.configured && (fabric.generation === "Modernized" || agent.serverAddress === fabric.serverAddress);
