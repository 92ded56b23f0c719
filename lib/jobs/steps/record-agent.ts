import type { Step } from "../step.js";

/** Writes what is now known of the machine into its row. */
export const recordAgent: Step = {
  name: "record-agent",
  title: "Recording the result",
  changes: false,
  deadlineSeconds: 300,
  run: async ({ job, probe, clock, machine }) => {
    const { agent, bootId } = await probe();
    const { reboot, driverVersionAtBoot, osTag, osName, identity } = job.learned;
    const state = {
      ...(agent?.version && { version: agent.version }),
      ...((driverVersionAtBoot ?? machine().agent?.driverVersionAtBoot) && {
        driverVersionAtBoot: driverVersionAtBoot ?? machine().agent?.driverVersionAtBoot,
      }),
      bootId,
      configured: agent?.configured ?? false,
      servicesRunning: agent?.servicesRunning ?? false,
      rebootRequired: reboot ?? "None",
      checkedAt: clock.now().toISOString(),
    };
    const learned = { ...(agent?.version && { versionAfter: agent.version }), configured: state.configured, servicesRunning: state.servicesRunning };
    return {
      type: "done",
      message: agent?.version
        ? `Version ${agent.version}, services ${state.servicesRunning ? "running" : "not running"}`
        : "The Mobility service is not installed",
      learned,
      machine: { agent: state, ...(osTag && { osTag }), ...(osName && { osName }), ...(identity && { identity }) },
    };
  },
};
