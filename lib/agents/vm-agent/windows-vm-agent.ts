import type { CommonProbe } from "../common-probe.js";
import { bringsVmAgent } from "../deployment/version-rules.js";
import { notAtWork } from "./vm-agent.js";

/** What is wrong with the Azure VM agent of a Windows machine, with its cure. Before a failover it is healthy as long as it is there. */
export function windowsVmAgentWarnings({ agent, vmAgent, onAzure = false }: Pick<CommonProbe, "agent" | "vmAgent" | "onAzure">): readonly string[] {
  if (!vmAgent) return [];
  if (onAzure) return [notAtWork(vmAgent, vmAgent.state === "Absent" ? BY_HAND : ENABLE) ?? []].flat();
  const expected = agent?.version !== undefined && bringsVmAgent(agent.version) && isReplicated(agent);
  if (vmAgent.state !== "Absent" || !expected) return [];
  return [
    `The Azure VM agent is not there, though the installer of the Mobility service brings it from 9.7.0.0 on (where there is .NET Framework 4.0 or later): ${BY_HAND} before a failover`,
  ];
}

/** It comes with the role of a replicated machine alone, and one of Azure has its own. */
const isReplicated = ({ role = "", platform = "" }: NonNullable<CommonProbe["agent"]>): boolean =>
  !/master/i.test(role) && !/^azure$/i.test(platform);

/** What a person does where it is not there. */
export const BY_HAND = "run `msiexec.exe /i WindowsAzureVmAgent.msi /qn /norestart` with the file that the unpacked installer holds";
/** What a person does where a failover left it disabled. */
export const ENABLE =
  "run `Set-Service -Name RdAgent, WindowsAzureGuestAgent -StartupType Automatic; Start-Service -Name RdAgent, WindowsAzureGuestAgent` as administrator";
