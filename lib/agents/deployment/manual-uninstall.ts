import { quote, toShell } from "../../remote/posix/quote.js";
import { LINUX_INSTALL_DIR } from "../linux/commands.js";
import type { ManualStep } from "./manual-step.js";
import { WINDOWS_PRODUCT, WINDOWS_REGISTRY } from "./windows-commands.js";

/** Everything to do on the machine itself to remove the Mobility service. `installDir`: where it lies, when that is known. */
export const uninstallSteps = ({ osTag, installDir }: Readonly<{ osTag: string; installDir?: string | undefined }>): readonly ManualStep[] =>
  osTag === "Windows" ? WINDOWS : linux(installDir ?? LINUX_INSTALL_DIR);

const linux = (dir: string): readonly ManualStep[] => [
  {
    title: "As root: look where the Mobility service lies",
    commands: ["grep -E '^(VERSION|INSTALLATION_DIR)=' /usr/local/.vx_version"],
    note: `Become root with \`sudo -i\`. When INSTALLATION_DIR is not ${dir} (or ${dir}/Vx), use its folder below; uninstall.sh lies beside the folder Vx.`,
  },
  {
    title: "Remove it",
    commands: [toShell(["cd", dir]).concat(" && ./uninstall.sh -Y")],
    note: "It ends with 0 when all went well, with 1 when nothing is installed or another one runs, with 2 when the services do not stop. Its log is /var/log/ua_uninstall.log.",
  },
  {
    title: "Look what is left",
    commands: [`ls -d /usr/local/.vx_version ${quote(`${dir}/Vx`)}; lsmod | grep involflt`],
    note: "Nothing must be there. When only the driver involflt is still loaded, it goes with the next restart; restart before you install again.",
  },
];

const WINDOWS: readonly ManualStep[] = [
  {
    title: "As administrator: remove it",
    commands: [
      `MsiExec.exe /qn /norestart /x ${WINDOWS_PRODUCT} /L+*V "C:\\ProgramData\\ASRSetupLogs\\UnifiedAgentMSIUninstall.log"`,
      "echo %ERRORLEVEL%",
    ],
    note: "For a command prompt (cmd); nobody has run these commands here. 0 is success, 1605 says that it is not installed, 3010 that a restart is recommended, 1641 that one has begun. When the folder of the log is not there: mkdir C:\\ProgramData\\ASRSetupLogs.",
  },
  {
    title: "Look what is left",
    commands: [
      `reg query "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\${WINDOWS_PRODUCT}"`,
      `reg query "${WINDOWS_REGISTRY}"`,
      "sc query indskflt",
    ],
    note: "The keys must be gone. A driver that still runs goes with the next restart; restart before you install again. It also removes the Azure VM agent, when the Mobility service brought it.",
  },
];
