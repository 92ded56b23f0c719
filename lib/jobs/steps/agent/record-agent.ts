import { findingsOf } from "../../../fleet/machines/findings.js";
import type { MachineStep } from "../../engine/step.js";

/** Keeps what is now known of the machine, for its row in the inventory. */
export const recordAgent: MachineStep = {
  name: "record-agent",
  title: "Recording the result",
  changes: false,
  judges: true,
  deadlineSeconds: 300,
  run: async ({ job, probe, clock, machine }) => {
    const { agent } = await probe();
    const findings = findingsOf(await probe(), { machine: machine(), learned: job.learned, now: clock.now() });
    const { servicesRunning, rebootRequired } = findings.agent;
    const learned = { ...(agent?.version && { versionAfter: agent.version }), reboot: rebootRequired, findings };
    const message = agent?.version
      ? `Version ${agent.version}, services ${servicesRunning ? "running" : "not running"}`
      : "The Mobility service is not installed";
    return { type: "done", message, learned };
  },
};
