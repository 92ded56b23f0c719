import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { MODULE } from "./engine.js";
import { fullShell, QUIET } from "./full-shell.js";

const shell = fullShell();

/** Why the tests in the whole PowerShell cannot run here; empty where they can. */
export const noShell = shell ? "" : " (needs PowerShell 7 or the .NET 10 SDK)";

/** A call that the service was sent: the name of the cmdlet and what stood in its body or its query. */
export type Called = Readonly<{ name: string; body: Readonly<Record<string, unknown>> }>;
type Answering = (called: Called) => unknown;

/** Runs a script in the whole PowerShell, with the module and a context for a service that gives these answers. Undefined is an answer that never comes. */
export async function runWhole(script: string, answer: Answering): Promise<Readonly<{ lines: readonly string[]; calls: readonly Called[] }>> {
  const calls: Called[] = [];
  const service = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://fleet");
    const sent = await text(request);
    const called = { name: pathname.replace("/api/", ""), body: sent ? JSON.parse(sent) : Object.fromEntries(searchParams) };
    calls.push(called);
    const answered = answer(called);
    if (answered !== undefined) response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answered));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => service.once("listening", resolve));
  try {
    const { port } = service.address() as AddressInfo; // it listens on a port
    const lines = await outputOf(`${prepared(port)}\n${script}`);
    return { lines, calls: calls.slice(1) }; // the first one tried the credential
  } finally {
    service.closeAllConnections();
    service.close();
  }
}

const prepared = (port: number): string => `
$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
Import-Module '${MODULE}'
$context = Set-ASRVaultContext -ServiceUri 'http://127.0.0.1:${port}' -FleetKey ([System.Net.NetworkCredential]::new('', 'mf_key').SecurePassword)`;

async function outputOf(script: string): Promise<readonly string[]> {
  const words = ["-NoProfile", "-NonInteractive", "-Command", script];
  const run = spawn(shell ?? "", words, { env: { ...process.env, ...QUIET }, stdio: ["ignore", "pipe", "pipe"], timeout: 110_000 });
  let put = "";
  for (const stream of [run.stdout, run.stderr])
    stream.on("data", (data: Buffer) => {
      put += data;
    });
  await new Promise((resolve) => run.once("close", resolve));
  return put.trimEnd().split(/\r?\n/);
}
