import { registerArguments, SECRET_FILE } from "../../../agents/linux/commands.js";
import registerScript from "../../../agents/linux/scripts/register-agent.sh";
import type { Step } from "../../engine/step.js";
import { runName } from "./await-run.js";
import { launchRun } from "./launch-run.js";
import { secretToRegister } from "./register-agent.js";

/** Registers an installed agent anew with the server of its fabric, by its present address and secret, whatever it was registered with before. */
export const reRegisterAgent: Step = {
  name: "re-register-agent",
  title: "Registering with the server anew",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { probe, fabric: readFabric } = context;
    const fabric = await readFabric();
    const secret = await secretToRegister(context);
    const { agent } = await probe();
    const leaves = agent?.configured && fabric.generation === "Classic" && agent.serverAddress && agent.serverAddress !== fabric.serverAddress;
    const args = [...(leaves ? ["--leave"] : []), ...registerArguments({ ...fabric, agentDir: agent?.dir })];
    return launchRun(context, { script: registerScript, args, secretFiles: { [SECRET_FILE[fabric.generation]]: secret } }, runName("register"));
  },
};
