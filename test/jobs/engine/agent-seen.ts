import { platformOf } from "../../../lib/agents/platform-of.js";
import type { CommandResult } from "../../../lib/remote/transport.js";
import { probeOutput } from "../../agents/linux/probe-sample.js";

/** What there is of the agent on a machine of a test. */
export type AgentState = Readonly<{
  version?: string | undefined;
  driver?: string | undefined;
  registered: boolean;
  bootId: string;
  now: Date;
  hasVmAgent?: boolean;
}>;

/** What a script of the product that only looks prints on such a machine. While an installer is at work there is no version, and nothing runs. */
export const agentSeen = (script: string, state: AgentState): CommandResult => ({
  ...{ exitCode: 0, stderr: "", truncated: false },
  stdout: script === LEFT_OVERS ? leftOf(state) : probed(state),
});

const LEFT_OVERS = platformOf("Linux").leftOvers("").script;

const leftOf = ({ version }: AgentState): string => `${version === undefined ? "" : "version-file /usr/local/.vx_version\n"}end\n`;

const probed = ({ version, driver, registered, bootId, now, hasVmAgent = false }: AgentState): string =>
  probeOutput({
    "vm-agent": hasVmAgent ? "Running" : "Absent",
    clock: String(Math.floor(now.getTime() / 1000)),
    "boot-id": bootId,
    "driver-version": driver && `Product Version : ${driver.replaceAll(".", ",")}`,
    "version-file": version && [`VERSION=${version}`, "OS_BUILT_FOR=RHEL8-64", `AGENT_CONFIGURATION_STATUS=${registered ? "Succeeded" : "Failed"}`],
    config: ["Role=Agent", "CSType = CSPrime"],
    ...(version === undefined && { "version-link": undefined, "agent-dir": undefined, status: undefined, process: undefined }),
  });
