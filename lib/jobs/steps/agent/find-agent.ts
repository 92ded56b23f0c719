import type { MachineContext, MachineStep } from "../../engine/step.js";
import type { RemovalRecipe } from "../../recipe-records.js";

/** Keeps where the agent lies and which version it is, because afterwards nobody can ask it. */
export const findAgent: MachineStep<RemovalRecipe> = {
  name: "find-agent",
  title: "Looking for the Mobility service",
  changes: false,
  judges: true,
  deadlineSeconds: 300,
  run: async ({ probe, platform }) => {
    const { agent, antivirus } = await probe();
    const excluded = antivirus.added.length > 0 && { excluded: true };
    if (!agent) return { type: "done", message: "The Mobility service is not installed", ...(excluded && { learned: excluded }), skipped: true };
    const installDir = agent.installDir ?? agent.dir ?? platform().words.installDir;
    const message = `Version ${agent.version ?? "unknown"} is installed in ${installDir}`;
    return { type: "done", message, learned: { installDir, ...(agent.version && { versionBefore: agent.version }), ...excluded } };
  },
};

/** Where the agent lies, or lay. */
export const installDirOf = ({ job, platform }: Pick<MachineContext<RemovalRecipe>, "job" | "platform">): string =>
  job.learned.installDir ?? platform().words.installDir;
