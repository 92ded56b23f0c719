import { FleetError } from "../../../core/errors.js";
import type { MachineStep } from "../../engine/step.js";
import { registerAgent } from "./register-agent.js";

/** Registers an agent that lost its registration with the update, or had none, when the fabric has its secret; else the update ends as RegistrationLost. */
export const registerLostAgent: MachineStep = {
  ...registerAgent,
  name: "register-again",
  title: "Registering with the server again",
  run: async (context) => {
    if (await context.registrationSecret()) return registerAgent.run(context);
    const { friendlyName, generation } = await context.fabric();
    const version = (await context.probe()).agent?.version;
    throw new FleetError(
      "RegistrationLost",
      `Version ${version} is installed on ${context.machine().friendlyName}, but its agent is not registered, and fabric ${friendlyName} has no ${generation === "Classic" ? "passphrase" : "config.json"} on record to register it with`,
    );
  },
};
