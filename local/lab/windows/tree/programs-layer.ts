import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import agentService from "../programs/agent-service.c";
import anchor from "../programs/anchor.c";
import configurator from "../programs/configurator.c";
import drvutil from "../programs/drvutil.c";
import indskflt from "../programs/indskflt.c";
import labAgent from "../programs/lab-agent.h";
import removeDriver from "../programs/remove-driver.c";
import schtasks from "../programs/schtasks.c";
import selfExtractor from "../programs/self-extractor.c";
import shutdown from "../programs/shutdown.c";
import unifiedAgent from "../programs/unified-agent.c";
import winsh from "../programs/winsh.c";
import { STAND_INS } from "../stand-ins/stand-ins.js";
import { inLayers } from "./in-layers.js";
import type { Layer } from "./layer.js";
import { POWERSHELL_FOLDER, powershellLayer } from "./powershell-layer.js";
import { prefixLayer } from "./prefix-layer.js";
import { systemLayer } from "./system-layer.js";
import { toolsLayer } from "./tools-layer.js";

/** Where the programs lie of which an installer is made; no machine runs them there. */
export const AGENT_FOLDER = "srv/lab-agent";
const SYSTEM32 = "windows/drive_c/windows/system32";

/** Each program with its source and where it goes. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "windows/drive_c/lab/winsh.exe": winsh,
  "windows/drive_c/lab/anchor.exe": anchor,
  [`${SYSTEM32}/schtasks.exe`]: schtasks,
  [`${SYSTEM32}/shutdown.exe`]: shutdown,
  [`${AGENT_FOLDER}/UnifiedAgent.exe`]: unifiedAgent,
  [`${AGENT_FOLDER}/self-extractor.exe`]: selfExtractor,
  [`${AGENT_FOLDER}/agent-service.exe`]: agentService,
  [`${AGENT_FOLDER}/configurator.exe`]: configurator,
  [`${AGENT_FOLDER}/drvutil.exe`]: drvutil,
};
const DRIVER = `${AGENT_FOLDER}/indskflt.sys`;
const LIBRARY = `${AGENT_FOLDER}/remove-driver.dll`;

const COMPILER = "x86_64-w64-mingw32-gcc -O1 -s -Wall -Wno-unused-function -Wno-unused-variable -Wno-format";

/** The lab's own programs, compiled, and its stand-ins for cmdlets: the uppermost layer of every machine. */
export const programsLayer: Layer = {
  name: "programs",
  recipe: [PROGRAMS, labAgent, indskflt, removeDriver, COMPILER, STAND_INS],
  on: [powershellLayer, prefixLayer],
  madeWith: [toolsLayer, systemLayer],
  make: async ({ folder, folderOf }) => {
    const sources = join(folder, "src");
    await mkdir(sources);
    await writeFile(join(sources, "lab-agent.h"), labAgent);
    await writeFile(join(sources, "indskflt.c"), indskflt);
    await writeFile(join(sources, "remove-driver.c"), removeDriver);
    const lines = [driverLine, `${COMPILER} -shared -o /${LIBRARY} /src/remove-driver.c -ladvapi32`];
    for (const [path, source] of Object.entries(PROGRAMS)) {
      const name = path.replaceAll("/", "-").replace(".exe", ".c");
      await writeFile(join(sources, name), source);
      lines.push(`mkdir -p "$(dirname /${path})"; ${COMPILER} -municode -o /${path} /src/${name} -ladvapi32`);
    }
    await inLayers([folderOf("tools"), ...stackBelow(folderOf)], folder, lines.join("\n"));
    await rm(sources, { recursive: true });
    await mkdir(join(folder, POWERSHELL_FOLDER, "stand-ins"), { recursive: true });
    for (const [name, text] of Object.entries(STAND_INS)) await writeFile(join(folder, POWERSHELL_FOLDER, "stand-ins", `${name}.ps1`), text);
  },
};

/** A driver has no C library and begins at DriverEntry. */
const driverLine = [
  `mkdir -p /${AGENT_FOLDER}; ${COMPILER} -I/usr/share/mingw-w64/include/ddk -I/usr/x86_64-w64-mingw32/include/ddk -shared -nostdlib`,
  `-Wl,--subsystem,native -Wl,--entry,DriverEntry -o /${DRIVER} /src/indskflt.c -lntoskrnl`,
].join(" ");

const stackBelow = (folderOf: (name: string) => string): readonly string[] => [folderOf(systemLayer.name)];
