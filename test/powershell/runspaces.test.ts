import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { MODULE } from "./engine.js";
import { fullShell, QUIET } from "./full-shell.js";

const shell = fullShell();

/** Cmdlets that bind an object by our class, in the first runspace, in three at once, and in a job on a thread, while the first one waits for them. */
const SCRIPT = (uri: string) => `
$ErrorActionPreference = 'Stop'
Import-Module '${MODULE}'
$handed = Set-ASRVaultContext -ServiceUri '${uri}' -FleetKey ([System.Net.NetworkCredential]::new('', 'mf_key').SecurePassword)
"first $((Get-ASRProtectionContainer -Fabric 'CS1').Name)"
1..3 | ForEach-Object -ThrottleLimit 3 -Parallel {
    Import-Module '${MODULE}'
    "parallel $((Get-ASRProtectionContainer -Fabric 'CS1' -DefaultProfile $using:handed).Name)"
}
$job = Start-ThreadJob { Import-Module '${MODULE}'; "thread $((Get-ASRProtectionContainer -Fabric 'CS1' -DefaultProfile $using:handed).Name)" }
$job | Receive-Job -Wait
"first $((Get-ASRProtectionContainer -Fabric 'CS1').Name)"
`;

it.skipIf(!shell)(
  `works in several runspaces at once, each with the context that it is handed${shell ? "" : " (needs PowerShell 7 or the .NET 10 SDK)"}`,
  { timeout: 120_000 },
  async () => {
    const keys = new Set<string | undefined>();
    const service = createServer((request, response) => {
      keys.add(request.headers.authorization);
      request.resume().on("end", () => response.writeHead(200, { "content-type": "application/json" }).end('{"value":[{"Name":"CS1"}]}'));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => service.once("listening", resolve));
    const { port } = service.address() as AddressInfo; // it listens on a port
    const words = ["-NoProfile", "-NonInteractive", "-Command", SCRIPT(`http://127.0.0.1:${port}`)];
    const run = spawn(shell ?? "", words, { env: { ...process.env, ...QUIET }, stdio: ["ignore", "pipe", "pipe"], timeout: 110_000 });
    let text = "";
    for (const stream of [run.stdout, run.stderr])
      stream.on("data", (data: Buffer) => {
        text += data;
      });
    await new Promise((resolve) => run.once("close", resolve));
    service.close();
    expect(text.trim().split(/\r?\n/)).toEqual(["first CS1", "parallel CS1", "parallel CS1", "parallel CS1", "thread CS1", "first CS1"]);
    expect([...keys]).toEqual(["Bearer mf_key"]);
  },
);
