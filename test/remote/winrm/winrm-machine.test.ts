import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { windowsMachine } from "../../../lib/remote/windows/windows-machine.js";
import { connectWinrm } from "../../../lib/remote/winrm/connect-winrm.js";
import { remoteMachineContract } from "../machine.contract.js";
import { POWERSHELL } from "../windows/dialect.js";
import { noPwsh } from "../windows/pwsh.js";
import { SIMULATED_SYSTEM, simulatedWindows } from "../windows/simulated-windows.js";
import { winrmServer } from "./winrm-server.js";

describe.skipIf(noPwsh)(`PowerShell over WinRM, the rest of Windows simulated${noPwsh}`, { timeout: 60_000 }, () => {
  remoteMachineContract("over HTTP, sealed by NTLM", POWERSHELL, async () => {
    const folder = mkdtempSync(join(tmpdir(), "mf-winrm-"));
    const server = await winrmServer(simulatedWindows(), { transport: "WinRmHttp" });
    const { target } = server;
    const again = async () =>
      windowsMachine(
        await connectWinrm(target, async () => connect({ port: target.port, host: target.address, noDelay: true })),
        join(folder, "base"),
        SIMULATED_SYSTEM,
      );
    return {
      machine: await again(),
      again,
      gate: join(folder, "gate"),
      [Symbol.asyncDispose]: async () => {
        await server[Symbol.asyncDispose]();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
});
