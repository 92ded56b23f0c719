import { spawn } from "node:child_process";
import { MODULE } from "./engine.js";
import { fullShell, QUIET } from "./full-shell.js";

const shell = fullShell();

/** Why tests in the whole PowerShell cannot run here; empty where they can. */
export const noShell = shell ? "" : " (needs PowerShell 7 or the .NET 10 SDK)";

type Options = Readonly<{
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** Called with all that has been printed, whenever there is more. */
  said?: (text: string, interrupt: () => void) => void;
}>;

/** Runs a script in the whole PowerShell, with the module imported, and gives the lines that it printed, errors among them. */
export async function inShell(script: string, { env, input = "", said }: Options = {}): Promise<readonly string[]> {
  const words = ["-NoProfile", "-NonInteractive", "-Command", `$PSStyle.OutputRendering = 'PlainText'; Import-Module '${MODULE}'\n${script}`];
  const run = spawn(shell ?? "", words, { env: { ...process.env, ...QUIET, ...env }, timeout: 110_000 });
  let text = "";
  for (const stream of [run.stdout, run.stderr])
    stream.setEncoding("utf8").on("data", (data: string) => {
      text += data;
      said?.(text, () => run.kill("SIGINT"));
    });
  run.stdin.end(input);
  await new Promise((resolve) => run.once("close", resolve));
  return text.trim().split(/\r?\n/);
}

/** The line that sets the context to a service. */
export const contextOf = (uri: string): string =>
  `$context = Set-ASRVaultContext -ServiceUri '${uri}' -FleetKey ([System.Net.NetworkCredential]::new('', 'mf_key').SecurePassword)`;
