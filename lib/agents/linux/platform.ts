import { antivirusWarnings } from "../antivirus/antivirus.js";
import { LINUX_FOLDERS } from "../antivirus/exclusions.js";
import { ANTIVIRUS_PLACES } from "../antivirus/products.js";
import type { DetachedScript, Platform, RegisterWish } from "../platform.js";
import { SECRET_FILE } from "../secret-file.js";
import { readSupportFiles } from "../support-files.js";
import { commandsOf } from "../vm-agent/linux-commands.js";
import { LINUX_ADVICE } from "./advice.js";
import { installArguments, LINUX_INSTALL_DIR, registerArguments } from "./commands.js";
import { detectOs } from "./detect-os.js";
import { errorsInLog } from "./errors-in-log.js";
import { parseLeftOvers } from "./left-overs.js";
import { type LinuxProbe, parseAgentNow, parseProbe } from "./probe.js";
import { linuxObstacles, linuxReadiness } from "./readiness.js";
import installAgent from "./scripts/install-agent.sh";
import installVmAgentScript from "./scripts/install-vm-agent.sh";
import leftOversScript from "./scripts/left-overs.sh";
import probeScript from "./scripts/probe.sh";
import registerAgent from "./scripts/register-agent.sh";
import restartMachine from "./scripts/restart-machine.sh";
import supportFilesScript from "./scripts/support-files.sh";
import uninstallAgent from "./scripts/uninstall-agent.sh";
import { linuxVerdictOf } from "./verdicts.js";

const MOST_SUPPORT_BYTES = 16 * 1024 * 1024;
const SUPPORT_TIMEOUT_MS = 60_000;

/** The Mobility service on Linux: scripts in POSIX sh, which run as root. */
export const LINUX: Platform<LinuxProbe> = {
  probe: { script: probeScript, args: ["all", ...ANTIVIRUS_PLACES], read: parseProbe },
  agentNow: { script: probeScript, args: ["agent"], read: parseAgentNow },
  install: ({ sha256, ...wish }) => ({ script: installAgent, args: [sha256, ...installArguments(wish)] }),
  register,
  uninstall: (installDir) => ({ script: uninstallAgent, args: [installDir] }),
  restart: { script: restartMachine, args: [] },
  antivirus: { warnings: ({ antivirus }) => antivirusWarnings(antivirus, { folders: LINUX_FOLDERS }) },
  installVmAgent: (osTag) => {
    const { package: name, repository } = commandsOf(osTag);
    return { script: installVmAgentScript, args: [name, ...(repository === undefined ? [] : [repository])] };
  },
  rightsProof: (userName) => (userName === "root" ? undefined : { script: ":", args: [] }), // sudo may refuse what the login did not ask for
  leftOvers: (installDir) => ({ script: leftOversScript, args: [installDir], read: parseLeftOvers }),
  supportFiles: (mark) => ({
    script: supportFilesScript,
    args: [mark],
    maxOutputBytes: MOST_SUPPORT_BYTES,
    timeoutMs: SUPPORT_TIMEOUT_MS,
    read: (output) => readSupportFiles(output, mark),
  }),
  detectOs: ({ releaseFiles, architecture }) => detectOs(releaseFiles, architecture),
  readiness: linuxReadiness,
  obstacles: linuxObstacles,
  verdictOf: linuxVerdictOf,
  errorsInLog,
  advice: LINUX_ADVICE,
  words: {
    actsAs: "root",
    installDir: LINUX_INSTALL_DIR,
    driver: "involflt",
    room: "2 GB on the root file system and in the install folder",
    vmAgentByHand: "Install the package of the distribution (walinuxagent, waagent, WALinuxAgent, python-azure-agent) and start its service.",
    hostKeyCommand: "ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub",
  },
};

function register({ secret, leave = false, ...wish }: RegisterWish): DetachedScript {
  const args = [...(leave ? ["--leave"] : []), ...registerArguments(wish)];
  return { script: registerAgent, args, secretFiles: { [SECRET_FILE[wish.generation]]: secret } };
}
