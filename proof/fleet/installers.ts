import { createHash } from "node:crypto";
import type { InstallerStore } from "../../lib/fleet/ports.js";
import type { MemoryInstallerContent } from "../../test/store/memory/memory-installer-content.js";
import { anInstaller } from "../../test/store/samples.js";

export const OS_TAG = "RHEL8-64";

/** An installer that is one by its name and its first bytes. */
export function installerFile(version: string) {
  const bytes = Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from(`installer of ${version}`.padEnd(600, "."))]);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { version, bytes, sha256, fileName: `Microsoft-ASR_UA_${version}_${OS_TAG}_GA_15Jan2025_release.tar.gz` };
}
export type InstallerFile = ReturnType<typeof installerFile>;

type Stores = Readonly<{ installers: InstallerStore; content: MemoryInstallerContent }>;

/** Its bytes lie in storage under the digest that its row names. */
export async function listInstaller({ installers, content }: Stores, { version, bytes, sha256, fileName }: InstallerFile): Promise<void> {
  content.upload("first", fileName, bytes);
  await content.accept("first", fileName, sha256);
  await content.removeUpload("first", fileName);
  await installers.create(anInstaller({ fileName, version, osTag: OS_TAG, sha256, sizeBytes: bytes.length }));
}
