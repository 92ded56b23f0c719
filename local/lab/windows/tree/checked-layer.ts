import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FleetError } from "../../../../lib/core/errors.js";
import { installWindowsAgent } from "../installer/install-windows-agent.js";
import { startWindowsMachine, type WindowsMachine } from "../machine/windows-machine.js";
import checkScript from "./check.ps1";
import type { Layer } from "./layer.js";
import { programsLayer } from "./programs-layer.js";
import { toolsLayer } from "./tools-layer.js";

const POWERSHELL = "powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File C:\\Temp\\check.ps1";
const UNINSTALL = "MsiExec.exe /qn /x {275197FC-14FD-4560-A5EB-38217F80CBD1}";
const UNKNOWN_PRODUCT = 1605;

/** An empty layer on top of all others, which is there when the tree has passed its own check: exceptions, collections, a round of the MSI. */
export const checkedLayer: Layer = {
  name: "checked",
  recipe: [checkScript, UNINSTALL],
  on: [programsLayer],
  madeWith: [toolsLayer],
  make: async ({ folder, below, folderOf, stackOf }) => {
    const work = await mkdtemp(join(tmpdir(), "windows-check-"));
    const tree = { layers: below, tools: stackOf(toolsLayer.name), programs: folderOf(programsLayer.name) };
    const place = { address: "127.0.0.1", port: 22 };
    const machine = await startWindowsMachine({ tree, folder: join(work, "machine"), place, spec: { name: "check", ssh: false } });
    try {
      await machine.writeFile("C:\\Temp\\check.ps1", checkScript);
      const report = await expectCode(machine, POWERSHELL, 0);
      await installWindowsAgent(machine, tree, { version: "9.62.7096.1" });
      await expectCode(machine, UNINSTALL, 0);
      await expectCode(machine, UNINSTALL, UNKNOWN_PRODUCT);
      await mkdir(join(folder, "srv"), { recursive: true });
      await writeFile(join(folder, "srv/lab-check.txt"), report);
    } finally {
      await machine.close();
      await rm(work, { recursive: true, force: true });
    }
  },
};

async function expectCode(machine: WindowsMachine, line: string, expected: number): Promise<string> {
  const { exitCode, stdout, stderr } = await machine.exec(line);
  if (exitCode === expected) return stdout;
  const said = `${stdout}\n${stderr}`.trim().slice(-1500);
  throw new FleetError(
    "CommandFailed",
    `The Windows tree did not pass its own check: "${line}" ended with ${exitCode}, expected ${expected}: ${said}`,
  );
}
