import { LINUX_INSTALL_DIR } from "../../../agents/linux/commands.js";
import type { Step } from "../../engine/step.js";
import type { Learned } from "../../job.js";

/** Keeps where the agent lies and which version it is, because afterwards nobody can ask it. */
export const findAgent: Step = {
  name: "find-agent",
  title: "Looking for the Mobility service",
  changes: false,
  deadlineSeconds: 300,
  run: async ({ probe }) => {
    const { agent } = await probe();
    if (!agent) return { type: "done", message: "The Mobility service is not installed", skipped: true };
    const installDir = agent.installDir ?? agent.dir ?? LINUX_INSTALL_DIR;
    const message = `Version ${agent.version ?? "unknown"} is installed in ${installDir}`;
    return { type: "done", message, learned: { installDir, ...(agent.version && { versionBefore: agent.version }) } };
  },
};

/** Where the agent lies, or lay. */
export const installDirOf = ({ installDir }: Learned): string => installDir ?? LINUX_INSTALL_DIR;
