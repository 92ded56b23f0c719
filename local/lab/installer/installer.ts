import { createCipheriv, createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { FleetError } from "../../../lib/core/errors.js";
import { which } from "../disk/which.js";
import { runLocal } from "../run-local.js";
import { buildFacts } from "./build-facts.js";
import { installerFiles } from "./installer-files.js";
import { tarArchive } from "./tar.js";

export type InstallerOptions = Readonly<{
  version: string;
  osTag: string;
  /** Folder to write into. */
  dir: string;
  /** Size of the archive, reached to within some KiB; default: as small as it comes, about 10 KiB. */
  sizeBytes?: number;
  /** How long an installation takes, default 0. */
  seconds?: number;
  /** yyyy-mm-dd, default 2025-01-15 */
  buildDate?: string;
  /** Default: the third field of the version, or 7000 + its second where that is 0. */
  build?: number;
}>;

export type LabInstaller = Readonly<{ path: string; fileName: string; sha256: string; sizeBytes: number; compression: "gzip" | "lzma" }>;

/**
 * Writes a lab installer: a tar archive, gzip for Debian 7 to 11 and LZMA for the rest, as the real ones are; gzip for all where `xz` is missing.
 * The same options give the same bytes. Errors: InvalidParameter.
 */
export async function makeInstaller(options: InstallerOptions): Promise<LabInstaller> {
  const { version, osTag, dir, sizeBytes = 0, seconds = 0, buildDate = "2025-01-15" } = options;
  const facts = buildFacts(options);
  const files = installerFiles({ version, osTag, seconds, facts });
  const padding = Math.max(0, sizeBytes - 8 * 1024);
  const payload = { path: "payload.bin", content: noise(padding, `${version} ${osTag} ${buildDate}`), mode: 0o644 };
  const archive = tarArchive(padding > 0 ? [...files, payload] : files, facts.date);
  await mkdir(dir, { recursive: true });
  const compression = /^DEBIAN([7-9]|10|11)-/.test(osTag) || !(await which("xz")) ? "gzip" : "lzma";
  const bytes = compression === "gzip" ? gzipSync(archive, { level: 1 }) : await lzma(archive, dir);
  const fileName = `Microsoft-ASR_UA_${version}_${osTag}_GA_${facts.dayMonthYear}_release.tar.gz`;
  await writeFile(join(dir, fileName), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { path: join(dir, fileName), fileName, sha256, sizeBytes: bytes.length, compression };
}

/** Bytes that no compressor makes smaller, always the same for the same seed. */
function noise(length: number, seed: string): Buffer {
  const key = createHash("sha256").update(seed).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** Through files, because an archive may be large. */
async function lzma(archive: Buffer, dir: string): Promise<Buffer> {
  const folder = await mkdtemp(join(dir, "lzma-"));
  await writeFile(join(folder, "archive"), archive);
  const { exitCode, stderr } = await runLocal(["xz", "--format=lzma", "-0", "--keep", join(folder, "archive")]);
  if (exitCode !== 0) throw new FleetError("Internal", `xz ended with ${exitCode}: ${stderr.trim()}`);
  const bytes = await readFile(join(folder, "archive.lzma"));
  await rm(folder, { recursive: true });
  return bytes;
}
