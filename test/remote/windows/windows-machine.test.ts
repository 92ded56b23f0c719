import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { administratorsFolder } from "../../../lib/remote/windows/administrators-folder.js";
import { hostTexts } from "../../../lib/remote/windows/scripts.js";
import { sessionPool } from "../../../lib/remote/windows/session-pool.js";
import { type StagingPlace, stage } from "../../../lib/remote/windows/upload/stage.js";
import { windowsMachine } from "../../../lib/remote/windows/windows-machine.js";
import { remoteMachineContract } from "../machine.contract.js";
import { stagedFile } from "../staged-file.js";
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

  it("takes the file that another fleet made of the same upload", async () => {
    const base = join(mkdtempSync(join(tmpdir(), "mf-windows-")), "base");
    const file = stagedFile(randomBytes(10_000));
    const place = stagingPlace(base);
    const other = { fence: { installation: "site-2", token: 1 }, budgetMs: 20_000 };
    const finish: StagingPlace["folder"]["ask"] = async (script, options) => {
      if (existsSync(join(base, "cache", `${file.sha256}.part`))) expect(await stage(place, file, other)).toMatchObject({ sentBytes: 0 });
      return place.folder.ask(script, options);
    };
    const staged = await stage({ ...place, folder: { ...place.folder, ask: finish } }, file, {
      ...other,
      fence: { installation: "site-1", token: 1 },
    });
    expect(staged).toMatchObject({ ready: true, sentBytes: 10_000 });
    await place.transport.close();
    rmSync(join(base, ".."), { recursive: true, force: true });
  });
});

function stagingPlace(base: string): StagingPlace {
  const transport = simulatedWindows();
  const pool = sessionPool(transport, hostTexts(SIMULATED_SYSTEM).session);
  return { transport, pool, folder: administratorsFolder(pool.run, base, transport.address) };
}
