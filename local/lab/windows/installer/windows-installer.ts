import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildFacts, buildFacts } from "../../installer/build-facts.js";
import agentWxs from "../programs/agent.wxs";
import { inLayers } from "../tree/in-layers.js";
import type { WindowsTree } from "../tree/layer.js";
import { AGENT_FOLDER } from "../tree/programs-layer.js";
import { selfExtracting } from "./self-extracting.js";

export type WindowsInstallerOptions = Readonly<{
  version: string;
  /** Folder to write into. */
  dir: string;
  /** Size of the installer, reached by a file of noise in it; default: as small as it comes, about 600 KiB. */
  sizeBytes?: number;
  /** yyyy-mm-dd, default 2025-01-15 */
  buildDate?: string;
}>;

export type WindowsInstaller = Readonly<{ path: string; fileName: string; sha256: string; sizeBytes: number }>;

const FILES = ["agent-service.exe", "configurator.exe", "drvutil.exe", "indskflt.sys", "remove-driver.dll"];

/** Writes a lab installer for Windows: a self-extracting program with UnifiedAgent.exe and the MSI that it runs. */
export async function makeWindowsInstaller(tree: WindowsTree, options: WindowsInstallerOptions): Promise<WindowsInstaller> {
  const { version, dir, sizeBytes = 0 } = options;
  const facts = buildFacts(options);
  await mkdir(dir, { recursive: true });
  const work = await mkdtemp(join(dir, "windows-installer-"));
  try {
    const programs = join(tree.programs, AGENT_FOLDER);
    const read = (name: string) => readFile(join(programs, name));
    const files = [
      { name: "UnifiedAgent.exe", bytes: await read("UnifiedAgent.exe") },
      { name: "UnifiedAgentInstaller.exe", bytes: await read("UnifiedAgent.exe") },
      { name: "UnifiedAgentMSI.msi", bytes: await msi(tree, work, programs, version, facts) },
      { name: "lab-version.txt", bytes: Buffer.from(`${version}\r\n`) },
    ];
    const bytes = selfExtracting(await read("self-extractor.exe"), files, sizeBytes);
    const fileName = `Microsoft-ASR_UA_${version}_Windows_GA_${facts.dayMonthYear}_Release.exe`;
    await writeFile(join(dir, fileName), bytes);
    return { path: join(dir, fileName), fileName, sha256: createHash("sha256").update(bytes).digest("hex"), sizeBytes: bytes.length };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function msi(tree: WindowsTree, work: string, programs: string, version: string, { build, buildTag }: BuildFacts): Promise<Buffer> {
  const upper = join(work, "upper");
  await mkdir(join(upper, "msi"), { recursive: true });
  for (const name of FILES) await writeFile(join(upper, "msi", name), await readFile(join(programs, name)));
  await writeFile(join(upper, "msi/agent.wxs"), agentWxs);
  const values = { Version: version, MsiVersion: version.split(".").slice(0, 3).join("."), Build: String(build), BuildTag: buildTag };
  const defined = Object.entries(values).map(([name, value]) => `-D ${name}=${value}`);
  await inLayers(tree.tools, upper, `cd /msi; wixl --arch x86 ${defined.join(" ")} -o agent.msi agent.wxs`);
  return readFile(join(upper, "msi/agent.msi"));
}
