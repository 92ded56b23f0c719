import { ANTIVIRUS_SERVICES } from "../antivirus/products.js";
import { WINDOWS_INSTALL_DIR, WINDOWS_UNINSTALL_ARGUMENTS, windowsInstallArguments, windowsRegistration } from "../deployment/windows-commands.js";
import type { DetachedScript, Platform, RegisterWish } from "../platform.js";
import { readSupportFiles } from "../support-files.js";
import { BY_HAND, ENABLE } from "../vm-agent/windows-vm-agent.js";
import { WINDOWS_ADVICE } from "./advice.js";
import { detectOs } from "./detect-os.js";
import { errorsInLog } from "./errors-in-log.js";
import { parseLeftOvers } from "./left-overs.js";
import { parseAgentNow, parseProbe, type WindowsProbe } from "./probe.js";
import { windowsAntivirusWarnings, windowsObstacles, windowsReadiness } from "./readiness.js";
import installAgent from "./scripts/install-agent.ps1";
import leaveOutFolders from "./scripts/leave-out-folders.ps1";
import leftOversScript from "./scripts/left-overs.ps1";
import probeScript from "./scripts/probe.ps1";
import registerAgent from "./scripts/register-agent.ps1";
import restartMachine from "./scripts/restart-machine.ps1";
import supportFilesScript from "./scripts/support-files.ps1";
import takeBackFolders from "./scripts/take-back-folders.ps1";
import uninstallAgent from "./scripts/uninstall-agent.ps1";
import { windowsVerdictOf } from "./verdicts.js";

const MOST_SUPPORT_BYTES = 16 * 1024 * 1024;
const SUPPORT_TIMEOUT_MS = 60_000;
/** WMI takes its time on a busy machine. */
const PROBE_TIMEOUT_MS = 60_000;

/** The Mobility service on Windows: scripts in PowerShell, which run with an administrator's rights, detached ones as SYSTEM. */
export const WINDOWS: Platform<WindowsProbe> = {
  speaks: "powershell",
  probe: { script: probeScript, args: ["all", ...ANTIVIRUS_SERVICES], timeoutMs: PROBE_TIMEOUT_MS, read: parseProbe },
  agentNow: { script: probeScript, args: ["agent"], timeoutMs: PROBE_TIMEOUT_MS, read: parseAgentNow },
  install: ({ sha256, ...wish }) => ({ script: installAgent, args: [sha256, windowsInstallArguments(wish)] }),
  register,
  uninstall: () => ({ script: uninstallAgent, args: [WINDOWS_UNINSTALL_ARGUMENTS] }),
  restart: { script: restartMachine, args: [] },
  antivirus: {
    warnings: windowsAntivirusWarnings,
    leaveOut: (folders) => ({ script: leaveOutFolders, args: folders }),
    takeBack: { script: takeBackFolders, args: [] },
  },
  rightsProof: () => ({ script: "$null = Get-MfToken", args: [] }), // no session starts without an administrator's rights
  leftOvers: (installDir) => ({ script: leftOversScript, args: [installDir], timeoutMs: PROBE_TIMEOUT_MS, read: parseLeftOvers }),
  supportFiles: (mark) => ({
    script: supportFilesScript,
    args: [mark],
    maxOutputBytes: MOST_SUPPORT_BYTES,
    timeoutMs: SUPPORT_TIMEOUT_MS,
    read: (output) => readSupportFiles(output, mark),
  }),
  detectOs,
  readiness: windowsReadiness,
  obstacles: windowsObstacles,
  verdictOf: windowsVerdictOf,
  errorsInLog,
  advice: WINDOWS_ADVICE,
  words: {
    actsAs: "an administrator",
    installDir: WINDOWS_INSTALL_DIR,
    driver: "InDskFlt",
    room: "1 GB on the drive of the install folder",
    vmAgentByHand: `${ENABLE[0]?.toUpperCase()}${ENABLE.slice(1)}; where it is not there, ${BY_HAND}.`,
    hostKeyCommand: "ssh-keygen -lf C:\\ProgramData\\ssh\\ssh_host_ed25519_key.pub",
  },
};

/** Windows' configurator unregisters modernized agents only: a classic one that is registered elsewhere ends with 13, `leave` or not. */
function register({ secret, agentDir = `${WINDOWS_INSTALL_DIR}\\agent`, ...wish }: RegisterWish): DetachedScript {
  const { secretSwitch, secretFile, arguments: more } = windowsRegistration(wish);
  return {
    script: registerAgent,
    args: [`${agentDir}\\UnifiedAgentConfigurator.exe`, secretSwitch, secretFile, more],
    secretFiles: { [secretFile]: secret },
  };
}
