import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { MODULE } from "./engine.js";
import { fullShell, QUIET } from "./full-shell.js";

const shell = fullShell() ?? "";
const MOST_MS = 110_000;

/** Why tests in the whole PowerShell cannot run here; empty where they can. */
export const noShell = shell ? "" : " (needs PowerShell 7 or the .NET 10 SDK)";

/** Why tests at a terminal of it cannot run here. */
export const noTerminal = noShell || (existsSync("/usr/bin/script") ? "" : " (needs script of util-linux)");

const prepared = (script: string) => `$PSStyle.OutputRendering = 'PlainText'; Import-Module '${MODULE}'\n${script}`;

/** Runs a script in the whole PowerShell, with the module imported, and gives the lines that it printed, errors among them. */
export async function inShell(script: string, { env }: Readonly<{ env?: NodeJS.ProcessEnv }> = {}): Promise<readonly string[]> {
  const words = ["-NoProfile", "-NonInteractive", "-Command", prepared(script)];
  return (await said([shell, ...words], env)).trim().split(/\r?\n/);
}

/** The same at a terminal, where Ctrl+C is pressed when `interrupted` comes; gives what stood there, without the space between words. */
export async function atTerminal(script: string, interrupted: Promise<unknown>): Promise<string> {
  const encoded = Buffer.from(prepared(script), "utf16le").toString("base64");
  const words = ["script", "-qec", `'${shell}' -NoProfile -EncodedCommand ${encoded}`, "/dev/null"];
  return (await said(words, {}, interrupted)).replaceAll(/\s+/g, "");
}

/** The shell is a program that starts another: both are of a group, which is ended where it takes too long. */
async function said([program = "", ...words]: readonly string[], env: NodeJS.ProcessEnv = {}, interrupted?: Promise<unknown>): Promise<string> {
  const run = spawn(program, words, { env: { ...process.env, ...QUIET, TERM: "xterm", ...env }, detached: true });
  const tooLong = () => run.pid !== undefined && process.kill(-run.pid, "SIGKILL");
  const limit = AbortSignal.timeout(MOST_MS);
  limit.addEventListener("abort", tooLong);
  let text = "";
  for (const stream of [run.stdout, run.stderr])
    stream.setEncoding("utf8").on("data", (data: string) => {
      text += data;
    });
  if (interrupted) void interrupted.then(() => run.stdin.write("\x03"));
  else run.stdin.end();
  await new Promise((resolve) => run.once("close", resolve));
  limit.removeEventListener("abort", tooLong);
  return text;
}

/** The line that sets the context to a service. */
export const contextOf = (uri: string): string =>
  `$context = Set-ASRVaultContext -ServiceUri '${uri}' -FleetKey ([System.Net.NetworkCredential]::new('', 'mf_key').SecurePassword)`;
