import { registerArguments, SECRET_FILE } from "../../../agents/linux/commands.js";
import type { Probe } from "../../../agents/linux/probe.js";
import registerScript from "../../../agents/linux/scripts/register-agent.sh";
import { FleetError } from "../../../core/errors.js";
import type { Secret } from "../../../core/secret.js";
import type { Fabric } from "../../../fleet/fabrics/fabric.js";
import type { Step, StepContext } from "../../engine/step.js";
import { runName } from "./await-run.js";
import { holdsRun, launchRun } from "./launch-run.js";

/** Registers the agent with the server of its fabric; the secret lies in a file of root's only while that takes. */
export const registerAgent: Step = {
  name: "register-agent",
  title: "Registering with the server",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { probe, fabric: readFabric, machine } = context;
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
    const args = registerArguments({ ...fabric, agentDir: agent?.dir });
    const secretFiles = { [SECRET_FILE[fabric.generation]]: secret };
    return launchRun(context, { script: registerScript, args, secretFiles }, name);
  },
};

/** What the machine registers with. Throws RegistrationSecretMissing. */
export async function secretToRegister({ fabric: readFabric, registrationSecret }: StepContext): Promise<Secret> {
  const secret = await registrationSecret();
  if (secret) return secret;
  const { friendlyName, generation } = await readFabric();
  throw new FleetError(
    "RegistrationSecretMissing",
    `Fabric ${friendlyName} has no ${generation === "Classic" ? "passphrase" : "config.json"} on record`,
  );
}

/** Modernized agents do not name their server in a way that could be compared; being configured is what can be seen. */
export const isRegistered = (agent: NonNullable<Probe["agent"]>, fabric: Fabric): boolean =>
  agent.configured && (fabric.generation === "Modernized" || agent.serverAddress === fabric.serverAddress);
