import { expect, it } from "vitest";
import { installVmAgent } from "../../../../lib/jobs/steps/vm-agent/install-vm-agent.js";
import { verifyVmAgent } from "../../../../lib/jobs/steps/vm-agent/verify-vm-agent.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { TOLD, told } from "../../../agents/windows/probe-sample.js";
import { onMachine } from "../on-machine.js";

const AZURE = "7783-7084-3265-9085-8269-3286-77";
const linux = (state: string, more: object = {}) => probeOutput({ "vm-agent": state, "asset-tag": AZURE, ...more });
const ran = { osTag: "OL7-64", runs: { "vm-agent": { launchedAt: "2026-11-01T10:00:00.000Z", exitCode: 1 } } };

it("installs the distribution's package where the agent is not at work, and looks first", async () => {
  const absent = onMachine({ shows: [linux("Absent")], learned: { osTag: "OL7-64" }, recipe: "vm-agent" });
  await installVmAgent.run(absent.context);
  expect(absent.launched).toMatchObject([{ args: ["WALinuxAgent", "ol7_addons"] }]);
  const running = onMachine({ shows: [linux("Running")], learned: { osTag: "OL7-64" }, recipe: "vm-agent" });
  expect(await installVmAgent.run(running.context)).toMatchObject({ skipped: true });
  expect(running.launched).toEqual([]);
});

it("refuses a machine that is neither in Azure nor marked as failed over", async () => {
  const shows = [probeOutput({ "vm-agent": "Absent" })];
  await expect(installVmAgent.run(onMachine({ shows }).context)).rejects.toMatchObject({ code: "NotFailedOver" });
  const marked = onMachine({
    shows,
    machine: { failover: { time: "2026-11-01T10:00:00.000Z", address: "10.0.0.4" } },
    learned: { osTag: "UBUNTU-22.04-64" },
  });
  await installVmAgent.run(marked.context);
  expect(marked.launched).toMatchObject([{ args: ["walinuxagent"] }]);
});

it("is content when the agent is at work, whatever the package manager said, and names how it ended otherwise", async () => {
  const late = onMachine({ shows: [linux("Stopped"), linux("Running")], learned: ran });
  expect(await verifyVmAgent.run(late.context)).toMatchObject({ type: "done" });
  expect(late.cleared).toEqual(["vm-agent"]);
  const message = expect.stringMatching(/is stopped; its installation ended with 1/);
  await expect(verifyVmAgent.run(onMachine({ shows: [linux("Stopped")], learned: ran }).context)).rejects.toMatchObject({
    code: "VmAgentNotRunning",
    message,
  });
});

it("tells the cure of a Windows machine, where no job installs it", async () => {
  const shows = [told({ assetTag: AZURE, vmAgent: { ...TOLD.vmAgent, state: "Disabled" } })];
  const windows = onMachine({ shows, osType: "Windows" });
  expect(await installVmAgent.run(windows.context)).toMatchObject({ skipped: true });
  await expect(verifyVmAgent.run(windows.context)).rejects.toMatchObject({ recommendedAction: expect.stringMatching(/Set-Service -Name RdAgent/) });
});
