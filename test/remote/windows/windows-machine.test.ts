import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { windowsMachine } from "../../../lib/remote/windows/windows-machine.js";
import { remoteMachineContract } from "../machine.contract.js";
import { POWERSHELL } from "./dialect.js";
import { noPwsh } from "./pwsh.js";
import { SIMULATED_SYSTEM, simulatedWindows } from "./simulated-windows.js";

describe.skipIf(noPwsh)(`PowerShell, the rest of Windows simulated${noPwsh}`, { timeout: 60_000 }, () => {
  remoteMachineContract("PowerShell without Windows", POWERSHELL, async () => {
    const folder = mkdtempSync(join(tmpdir(), "mf-windows-"));
    const again = async () => windowsMachine(simulatedWindows(), join(folder, "base"), SIMULATED_SYSTEM);
    return {
      machine: await again(),
      again,
      gate: join(folder, "gate"),
      [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
    };
  });
});
