import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { WINDOWS } from "../../../lib/agents/windows/platform.js";
import { windowsMachine } from "../../../lib/remote/windows/windows-machine.js";
import { noPwsh } from "../../remote/windows/pwsh.js";
import { SIMULATED_SYSTEM, simulatedWindows } from "../../remote/windows/simulated-windows.js";

describe.skipIf(noPwsh)(`the restart of a Windows machine, under PowerShell without Windows${noPwsh}`, { timeout: 60_000 }, () => {
  it("waits to be ended by it, and says that it was refused", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mf-restart-"));
    mkdirSync(join(folder, "System32"));
    const shutdown = (code: number) => writeFileSync(join(folder, "System32/shutdown.exe"), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
    const machine = windowsMachine(simulatedWindows(), join(folder, "base"), SIMULATED_SYSTEM);
    const script = `$env:SystemRoot = '${folder}'\n${WINDOWS.restart.script}`;
    shutdown(5);
    expect(await machine.script(script)).toMatchObject({ exitCode: 5 });
    shutdown(0);
    await expect(machine.script(script, { timeoutMs: 1000 })).rejects.toMatchObject({ code: "CommandTimedOut" });
    await machine.close();
    rmSync(folder, { recursive: true });
  });
});
