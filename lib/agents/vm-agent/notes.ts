import { bringsVmAgent } from "../deployment/version-rules.js";
import { commandsOf } from "./linux-commands.js";

/** What is to be done about the Azure VM agent of a machine, which extensions need after a failover. `version`: the one that is to be there. */
export function azureVmAgentNotes(osTag: string, version?: string): readonly string[] {
  if (osTag === "Windows" && version !== undefined && !bringsVmAgent(version))
    return [
      `Windows: the installer of ${version} brings no Azure VM agent (those from 9.7.0.0 on do); install it by hand (WindowsAzureVmAgent.msi), or update to 9.7 or later.`,
    ];
  if (osTag === "Windows") {
    return [
      "Windows: from 9.7.0.0 on the installer brings the Azure VM agent (it needs .NET 4.0), and stops and disables its services until a failover; that is how it should be. When it cannot be installed, the installation goes on without it.",
      "Windows: an uninstall of the Mobility service also removes the Azure VM agent, if the Mobility service brought it.",
    ];
  }
  const { check, install, restart } = commandsOf(osTag);
  return [
    "Linux: the Mobility service's installer brings no Azure VM agent (WALinuxAgent); documents of 2019 ask to install it by hand on the Azure VM after a failover, those of 2021 say that it comes by itself. Look after the failover: waagent --version",
    `${osTag}: is it there: ${check}. Install: ${install}. Restart: ${restart}.`,
  ];
}
