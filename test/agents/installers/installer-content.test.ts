import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { contentOf, HEAD_BYTES, looksLikeItsName } from "../../../lib/agents/installers/installer-content.js";
import { needs } from "../../here.js";

const archive = "Microsoft-ASR_UA_9.62.0.0_RHEL7-64_GA_20Jun2024_release.tar.gz";
const windows = "Microsoft-ASR_UA_9.62.0.0_Windows_GA_20Jun2024_release.exe";
const head = (bytes: Uint8Array) => bytes.subarray(0, HEAD_BYTES);
const lzma = Buffer.from("5d00008000ffffffffffffffff00309a", "hex");

describe("looksLikeItsName", () => {
  it("accepts gzip, xz and LZMA within a .tar.gz", () => {
    expect(looksLikeItsName(head(gzipSync("content")), archive)).toBe(true);
    expect(looksLikeItsName(Buffer.from("fd377a585a000004e6d6b446", "hex"), archive)).toBe(true);
    expect(looksLikeItsName(lzma, archive)).toBe(true);
  });

  it("refuses what is no archive, and an archive that is called .exe", () => {
    expect(looksLikeItsName(Buffer.from("<html><body>Not found"), archive)).toBe(false);
    expect(looksLikeItsName(Buffer.from("MZ\x90\0"), archive)).toBe(false);
    expect(looksLikeItsName(head(gzipSync("content")), windows)).toBe(false);
    expect(looksLikeItsName(new Uint8Array(), archive)).toBe(false);
    expect(looksLikeItsName(Buffer.from("MZ\x90\0"), windows)).toBe(true);
  });

  it.skipIf(needs("xz"))(`knows what the real xz writes${needs("xz")}`, () => {
    expect(contentOf(head(execFileSync("xz", ["--format=lzma", "-c"], { input: "content" })))).toBe("lzma");
    expect(contentOf(head(execFileSync("xz", ["-c"], { input: "content" })))).toBe("xz");
  });
});
