import type { MachineStep } from "../../engine/step.js";
import { runName } from "./await-run.js";
import { launchRun } from "./launch-run.js";
import { secretToRegister, serverOf } from "./register-agent.js";

/** Registers an installed agent anew with the server of its fabric, by its present address and secret, whatever it was registered with before. */
export const reRegisterAgent: MachineStep = {
  name: "re-register-agent",
  title: "Registering with the server anew",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { probe, fabric: readFabric, platform } = context;
    const fabric = await readFabric();
    const secret = await secretToRegister(context);
    const { agent } = await probe();
    const { configured = false, serverAddress } = agent ?? {};
    const leave = configured && fabric.generation === "Classic" && !!serverAddress && serverAddress !== fabric.serverAddress;
    return launchRun(context, platform().register({ ...serverOf(fabric), agentDir: agent?.dir, secret, leave }), runName("register"));
  },
};
