import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { InstallerContent } from "../../../lib/fleet/ports.js";
import { keepContent } from "../../../lib/store/installers/content-cache.js";
import { handClock } from "../../jobs/engine/engine.js";

const BYTES = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));

const clock = handClock();
const never = new AbortController().signal;

/** Content of which every digest holds the same bytes; counts the reads. */
function counting(fail = () => false) {
  const opened: string[] = [];
  const open: InstallerContent["open"] = async (sha256, offset, length) => {
    opened.push(`${sha256} ${offset} ${length}`);
    if (fail()) throw new Error("no answer");
    return Readable.from([BYTES.subarray(offset, length === undefined ? undefined : offset + length)]);
  };
  async function* lend(sha256: string, offset: number) {
    yield* (await open(sha256, offset)) as AsyncIterable<Buffer>;
  }
  return { opened, content: { open, lend } as unknown as InstallerContent }; // nothing else is asked
}

async function aFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "fleet-test-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

describe("keepContent", () => {
  it("reads storage once, however many machines ask at the same time and from wherever they go on", async () => {
    const { opened, content } = counting();
    const kept = keepContent(content, clock, { dir: await aFolder() });
    const parts = [[0], [0, 10], [990, 100], [500], [1000], [3, 0]] as const;
    const read = await Promise.all(parts.map(async ([offset, length]) => buffer(await kept.open("a", offset, length))));
    expect(read).toEqual(parts.map(([offset, length]) => BYTES.subarray(offset, length === undefined ? undefined : offset + length)));
    expect(opened.filter((one) => one === "a 0 undefined")).toHaveLength(1);
  });

  it("lends a file of many pieces from wherever it goes on, and leaves nothing open", async () => {
    const bytes = randomBytes(1_000_000);
    const open = async () => Readable.from([bytes]);
    const kept = keepContent({ open } as unknown as InstallerContent, clock, { dir: await aFolder() });
    const read = async (offset: number) => {
      const pieces: Buffer[] = [];
      for await (const piece of kept.lend("a", offset, never)) pieces.push(Buffer.from(piece));
      return Buffer.concat(pieces);
    };
    const offsets = [0, 1, 131_072, 999_999, 1_000_000, 2_000_000];
    const found = await Promise.all(offsets.map(read));
    for (const [i, offset] of offsets.entries()) expect(found[i]?.equals(bytes.subarray(offset))).toBe(true);
    const before = readdirSync("/proc/self/fd").length;
    for await (const piece of kept.lend("a", 0, never)) if (piece.length > 0) break;
    expect(readdirSync("/proc/self/fd").length).toBe(before);
  });

  it("lends what storage has where no copy can be kept", async () => {
    const { content } = counting();
    const missing = keepContent(content, clock, { dir: join(await aFolder(), "not-there") });
    for await (const piece of missing.lend("a", 990, never)) expect(piece).toEqual(BYTES.subarray(990));
  });

  it("gives room to the newest, and what left is read again", async () => {
    const { opened, content } = counting();
    const dir = await aFolder();
    const kept = keepContent(content, clock, { dir, maxBytes: 2500 });
    for (const digest of ["a", "b", "c", "a"]) expect(await buffer(await kept.open(digest, 0))).toEqual(BYTES);
    expect(opened.map((one) => one.charAt(0))).toEqual(["a", "b", "c", "a"]);
    const [folder = ""] = await readdir(dir);
    await expect.poll(() => readdir(join(dir, folder))).toHaveLength(2);
  });

  it("goes on from storage where no copy can be kept", async () => {
    const { content } = counting();
    const missing = keepContent(content, clock, { dir: join(await aFolder(), "not-there") });
    expect(await buffer(await missing.open("a", 1, 2))).toEqual(BYTES.subarray(1, 3));
    const small = keepContent(content, clock, { dir: await aFolder(), maxBytes: 10 });
    expect(await buffer(await small.open("a", 1, 2))).toEqual(BYTES.subarray(1, 3));
  });

  it("says what storage says, and asks anew the next time", async () => {
    let broken = true;
    const { content } = counting(() => broken);
    const kept = keepContent(content, clock, { dir: await aFolder() });
    await expect(kept.open("a", 0)).rejects.toThrow("no answer");
    broken = false;
    expect(await buffer(await kept.open("a", 0))).toEqual(BYTES);
  });

  it("tries to keep a copy again ten seconds after one that could not be kept", async () => {
    let broken = true;
    const { opened, content } = counting(() => broken);
    const kept = keepContent(content, clock, { dir: await aFolder() });
    await expect(kept.open("a", 0)).rejects.toThrow("no answer");
    broken = false;
    for (const seconds of [0, 9]) {
      clock.pass(seconds);
      expect(await buffer(await kept.open("a", 0, 1))).toEqual(BYTES.subarray(0, 1));
      expect(opened.at(-1)).toBe("a 0 1"); // from storage, and no more than was asked for
    }
    clock.pass(1);
    for (const _ of [1, 2]) expect(await buffer(await kept.open("a", 0, 1))).toEqual(BYTES.subarray(0, 1));
    expect(opened.at(-1)).toBe("a 0 undefined");
  });
});
