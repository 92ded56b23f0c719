import { expect, it } from "vitest";
import { linuxVmAgentWarnings } from "../../../lib/agents/vm-agent/linux-vm-agent.js";
import { windowsVmAgentWarnings } from "../../../lib/agents/vm-agent/windows-vm-agent.js";

const agent = (version: string, more: object = {}) => ({ version, configured: true, servicesRunning: true, ...more });
const [ABSENT, DISABLED, RUNNING] = [{ state: "Absent" }, { state: "Disabled" }, { state: "Running" }] as const;

it("expects it of Windows from 9.7.0.0 on, where disabled is healthy before a failover", () => {
  expect(windowsVmAgentWarnings({ agent: agent("9.7.0.0"), vmAgent: ABSENT })).toEqual([
    expect.stringMatching(/not there, .* WindowsAzureVmAgent\.msi/),
  ]);
  for (const healthy of [DISABLED, RUNNING]) expect(windowsVmAgentWarnings({ agent: agent("9.62.7096.1"), vmAgent: healthy })).toEqual([]);
  for (const none of [agent("9.6.9999.1"), agent("9.62.7096.1", { role: "MasterTarget" }), agent("9.62.7096.1", { platform: "Azure" })])
    expect(windowsVmAgentWarnings({ agent: none, vmAgent: ABSENT })).toEqual([]);
  expect(windowsVmAgentWarnings({ vmAgent: ABSENT })).toEqual([]);
  expect(windowsVmAgentWarnings({ agent: agent("9.62.7096.1") })).toEqual([]);
});

it("wants it at work in Azure, on either system, and tells what to do", () => {
  expect(windowsVmAgentWarnings({ vmAgent: DISABLED, onAzure: true })[0]).toMatch(/there and disabled.*Set-Service -Name RdAgent/);
  expect(windowsVmAgentWarnings({ vmAgent: ABSENT, onAzure: true })[0]).toMatch(/is not there.*WindowsAzureVmAgent\.msi/);
  expect(windowsVmAgentWarnings({ vmAgent: RUNNING, onAzure: true })).toEqual([]);
  expect(linuxVmAgentWarnings({ vmAgent: ABSENT, onAzure: true }, "OL6-64")[0]).toMatch(
    /Install-AsrAzureVMAgent.*yum --enablerepo=ol6_addons install WALinuxAgent/,
  );
  expect(linuxVmAgentWarnings({ vmAgent: { state: "Stopped" }, onAzure: true }, "DEBIAN9-64")[0]).toMatch(/does not run.*walinuxagent\.service/);
  expect(linuxVmAgentWarnings({ vmAgent: RUNNING, onAzure: true }, "OL6-64")).toEqual([]);
  expect(linuxVmAgentWarnings({ vmAgent: ABSENT }, "OL6-64")).toEqual([]);
});
