import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BEGINNING_BYTES, builtFor } from "../../../lib/agents/installers/built-for.js";
import { makeInstaller } from "../../../local/lab/installer/installer.js";
import { tarArchive } from "../../../local/lab/installer/tar.js";

const archive = (...files: readonly (readonly [string, string])[]) =>
  tarArchive(
    files.map(([path, content]) => ({ path, content: Buffer.from(content), mode: 0o644 })),
    new Date(0),
  );

describe("the system for which an installer was built", () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "fleet-built-for-"));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it("is said by what lies in its archive, however that is packed and however long it is", async () => {
    for (const [osTag, sizeBytes] of [
      ["UBUNTU-22.04-64", 0],
      ["RHEL8-64", 3_000_000],
      ["DEBIAN11-64", 3_000_000],
    ] as const) {
      const { path } = await makeInstaller({ version: "9.62.7096.1", osTag, dir, sizeBytes });
      expect(builtFor((await readFile(path)).subarray(0, BEGINNING_BYTES)), osTag).toEqual([osTag]);
    }
  });

  it("is read from the agent's version file, and from the names of packages", () => {
    expect(builtFor(gzipSync(archive([".vx_version", "VERSION=9.62.0.0\nOS_BUILT_FOR=SLES15-64\n"])))).toEqual(["SLES15-64"]);
    expect(builtFor(gzipSync(archive(["pkg/Microsoft-ASR_UA_9.62.0.0_OL8-64_GA_20Jun2024_release.rpm", ""])))).toEqual(["OL8-64"]);
  });

  it("is not known where nothing says it, and never a reason to fail", () => {
    const lzma = Buffer.concat([Buffer.from([0x5d, 0, 0, 0x80, 0]), Buffer.alloc(2000, 0xff)]);
    const greedy = Buffer.concat([Buffer.from([0x5d, 0, 0, 0xff, 0xff]), Buffer.alloc(2000, 0xff)]);
    for (const bytes of [
      gzipSync(archive(["install", "OS_BUILT_FOR=$TAG\nOS_BUILT_FOR=NONE-1"])),
      gzipSync("no archive"),
      gzipSync(Buffer.alloc(40_000_000)),
      ...[lzma, greedy, Buffer.from("MZ"), Buffer.alloc(0), gzipSync("x").subarray(0, 12)],
    ])
      expect(builtFor(bytes)).toEqual([]);
  });
});
