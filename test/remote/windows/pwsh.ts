import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const CACHE = resolve("node_modules/.cache/pwsh-7.6.9");
const quietly = {
  ...process.env,
  DOTNET_CLI_TELEMETRY_OPTOUT: "1",
  DOTNET_NOLOGO: "1",
  POWERSHELL_TELEMETRY_OPTOUT: "1",
  POWERSHELL_UPDATECHECK: "Off",
  NO_COLOR: "1",
};

/** The console program of PowerShell 7: that of this machine, else the one that the .NET SDK installs as a tool, once for this checkout. */
export const PWSH: string | undefined = onPath() ?? installed();

/** Why the tests that need it cannot run here. */
export const noPwsh = PWSH ? "" : " (needs PowerShell 7, or the .NET 10 SDK and its package source)";

export const PWSH_ENVIRONMENT = quietly;

function onPath(): string | undefined {
  return spawnSync("pwsh", ["-NoProfile", "-Command", "exit 0"], { stdio: "ignore", env: quietly }).status === 0 ? "pwsh" : undefined;
}

function installed(): string | undefined {
  const program = `${CACHE}/pwsh`;
  if (existsSync(program)) return program;
  const { status } = spawnSync("dotnet", ["tool", "install", "PowerShell", "--version", "7.6.9", "--tool-path", CACHE], {
    stdio: "ignore",
    env: quietly,
    timeout: 120_000,
  });
  return status === 0 && existsSync(program) ? program : undefined;
}
