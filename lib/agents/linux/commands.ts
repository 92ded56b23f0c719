import type { Generation } from "../generation.js";
import type { Registration } from "../platform.js";
import { SECRET_FILE } from "../secret-file.js";

/** Where the Mobility service goes on Linux unless the machine already has it elsewhere; the agent itself lies in `Vx` below. */
export const LINUX_INSTALL_DIR = "/usr/local/ASR";

/**
 * Arguments of `./install`. The role is MS: the word Agent of newer documents ends a silent install with 98 and installs
 * nothing; an update has the role of the agent that is there, and names one only where the vendor's own command does. Only switches that every release knows are used, because an unknown one prints the help and exits 0.
 */
export function installArguments({ generation, installed }: Readonly<{ generation: Generation; installed: boolean }>): readonly string[] {
  const common = ["-q", "-r", "MS", "-v", "VmWare"];
  switch (generation) {
    case "Classic":
      return installed ? ["-q", "-v", "VmWare"] : ["-d", LINUX_INSTALL_DIR, ...common];
    case "Modernized":
      return installed ? [...common, "-a", "Upgrade", "-c", "CSPrime"] : [...common, "-c", "CSPrime"];
  }
}

/**
 * Arguments of scripts/register-agent.sh: the configurator in bin/ of `agentDir` (such as /usr/local/ASR/Vx), the switch that names the secret file, that file's name within
 * the run folder, then the configurator's other arguments. The secret itself is on no command line.
 */
export function registerArguments({
  generation,
  agentDir = `${LINUX_INSTALL_DIR}/Vx`,
  serverAddress = "",
  serverPort = 443,
}: Registration): readonly string[] {
  const configurator = `${agentDir}/bin/UnifiedAgentConfigurator.sh`;
  switch (generation) {
    case "Classic":
      return [configurator, "-P", SECRET_FILE.Classic, "-i", serverAddress, ...(serverPort === 443 ? [] : ["-p", String(serverPort)]), "-q"];
    case "Modernized":
      return [configurator, "-S", SECRET_FILE.Modernized, "-c", "CSPrime", "-q"];
  }
}
