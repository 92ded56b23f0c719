import { spawn } from "node:child_process";
import { Secret } from "../../../lib/core/secret.js";
import type { CommandExit, Transport } from "../../../lib/remote/transport.js";
import type { SystemTexts } from "../../../lib/remote/windows/scripts.js";
import { PWSH, PWSH_ENVIRONMENT } from "./pwsh.js";

/**
 * SIMULATED: a Windows machine without Windows. The PowerShell is real (PowerShell 7 for this system); cmd is the one line that it is asked, and
 * what only Windows has is stood in for by SIMULATED_SYSTEM. `shell`: which shell the server would start.
 */
export function simulatedWindows(shell: "cmd" | "PowerShell" = "cmd"): Transport & Readonly<{ starts(): number }> {
  let starts = 0;
  const start = (line: string) => {
    const words = /powershell\.exe (.*?)(?:; exit \$LASTEXITCODE)?$/.exec(line)?.[1]?.split(" ") ?? [];
    starts++;
    const child = spawn(PWSH ?? "", words, { stdio: "pipe", env: PWSH_ENVIRONMENT });
    child.stdin.on("error", () => {});
    return child;
  };
  return {
    starts: () => starts,
    hostKey: { type: "ssh-ed25519", sha256: "" },
    address: "this machine",
    close: async () => {},
    run: async (line) => ({ stdout: echoed(line, shell), stderr: "", exitCode: 0, truncated: false }),
    async open(line, { printed, ended }) {
      const child = start(line);
      child.stdout.on("data", (chunk: Buffer) => printed("stdout", chunk));
      child.stderr.on("data", (chunk: Buffer) => printed("stderr", chunk));
      child.on("close", (exitCode, signal) => ended({ exitCode, ...(signal && { signal }) } satisfies CommandExit));
      return {
        write: (input) => void child.stdin.write(input instanceof Secret ? input.reveal() : input),
        end: () => void child.stdin.end(),
        kill: () => void child.kill("SIGKILL"),
      };
    },
  };
}

const echoed = (line: string, shell: "cmd" | "PowerShell"): string => {
  const words = line.replace(/^echo /, "");
  return shell === "cmd"
    ? `${words.replace("%SystemRoot%", "C:\\Windows")}\r\n`
    : `${words.replace("$env:SystemRoot", "C:\\Windows").replaceAll(",", "\r\n")}\r\n`;
};

/** SIMULATED: everybody is an administrator, a folder is closed by its mode, the kernel names its start, and a task is a process in a session of its own. */
export const SIMULATED_SYSTEM: SystemTexts = {
  token: "function Get-MfToken { 'full' }",
  protect: "function Protect-MfFolder($Path) { chmod 700 $Path }\nfunction Get-MfIntrusion($Path) { '' }",
  boot: "function Get-MfBoot { [IO.File]::ReadAllText('/proc/sys/kernel/random/boot_id').Trim() }",
  task: `
function Start-MfTask($Folder, $Encoded) {
  $start = New-Object Diagnostics.ProcessStartInfo '/bin/sh'
  foreach ($word in '-c', 'setsid "$0" "$@" </dev/null >/dev/null 2>&1 &', '${PWSH}', '-NoProfile', '-NonInteractive', '-InputFormat', 'None', '-EncodedCommand', $Encoded) { $start.ArgumentList.Add($word) }
  $start.WorkingDirectory = $Folder
  $start.UseShellExecute = $false
  [Diagnostics.Process]::Start($start).WaitForExit()
}
function Remove-MfTask($Folder) { }`,
};
