import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

const VERSION = "7.6.9";
export const QUIET = {
  ...{ DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" },
  ...{ POWERSHELL_TELEMETRY_OPTOUT: "1", POWERSHELL_UPDATECHECK: "Off", NO_COLOR: "1" },
};

/** The whole PowerShell 7: the one on PATH, else the .NET tool of that name, which is installed once into the user's cache. Undefined where neither is to be had. */
export function fullShell(): string | undefined {
  if (runs("pwsh")) return "pwsh";
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "mobility-fleet", `powershell-${VERSION}`);
  const program = join(cache, "pwsh");
  return existsSync(program) || installed(cache) ? program : undefined;
}

function installed(cache: string): boolean {
  const work = `${cache}.${process.pid}`;
  mkdirSync(dirname(cache), { recursive: true });
  const words = ["tool", "install", "PowerShell", "--version", VERSION, "--tool-path", work];
  const { status } = spawnSync("dotnet", words, { env: { ...process.env, ...QUIET }, stdio: "ignore", timeout: 120_000 });
  if (status === 0 && !existsSync(cache)) renameSync(work, cache);
  rmSync(work, { recursive: true, force: true });
  return existsSync(join(cache, "pwsh"));
}

const runs = (program: string): boolean =>
  spawnSync(program, ["-NoProfile", "-Command", "exit 0"], { env: { ...process.env, ...QUIET }, stdio: "ignore" }).status === 0;
