import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LAB_CONFIGURATION_SERVER, type LabConfigurationServer } from "../../machine/spec.js";
import { windowsFaultsFile } from "./windows-faults.js";
import { poseRegistry } from "./windows-poses.js";
import type { WindowsSpec } from "./windows-spec.js";

/** Makes the disk of a new Windows machine in `<folder>/disk`: what differs from the layers. */
export async function makeWindowsDisk(folder: string, layers: readonly string[], spec: WindowsSpec): Promise<void> {
  for (const name of ["root", "disk/root/windows/drive_c/lab", "disk/root/etc/lab", "disk/work"])
    await mkdir(join(folder, name), { recursive: true });
  const prefix = join(folder, "disk/root/windows");
  await writeFile(join(prefix, "system.reg"), poseRegistry(await registryOf(layers), spec.system ?? "2022"));
  await writeFile(join(prefix, "drive_c/lab/faults"), windowsFaultsFile(spec.faults ?? {}));
  await writeFile(join(prefix, "drive_c/lab/bios-id"), randomUUID().toUpperCase());
  const server = spec.configurationServer === undefined ? LAB_CONFIGURATION_SERVER : spec.configurationServer;
  if (server) await writeFile(join(prefix, "drive_c/lab/configuration-server"), serverFile(server));
}

async function registryOf(layers: readonly string[]): Promise<string> {
  for (const layer of layers) {
    const text = await readFile(join(layer, "windows/system.reg"), "utf8").catch(() => null); // most layers have none
    if (text !== null) return text;
  }
  throw new TypeError("no layer of the Windows tree has a registry");
}

const serverFile = ({ address, passphrase, configJson }: LabConfigurationServer): string =>
  `ADDRESS=${address}\r\nPASSPHRASE_SHA256=${sha256(passphrase)}\r\nCONFIG_SHA256=${sha256(configJson)}\r\n`;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
