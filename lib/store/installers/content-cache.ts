import { createWriteStream, rmSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/clock.js";
import { once } from "../../core/once.js";
import type { InstallerContent } from "../../fleet/ports.js";
import { lendFile } from "../rows/lend-file.js";

type Options = Readonly<{ dir?: string; maxBytes?: number }>;
type Copy = Readonly<{ path: string; sizeBytes: number }>;

const PAUSE_MS = 10_000; // after a copy that could not be kept
const MAX_BYTES = 1_500_000_000; // the smallest plans give an instance a few GB of temporary space

/**
 * Installers as files of this instance, so that a fleet does not ask storage for the same bytes a thousand times. A file is fetched
 * whole at its first use, and leaves when there is no room. Where no copy can be kept (no room, no disk), storage is read as without.
 */
export function keepContent(content: InstallerContent, clock: Pick<Clock, "now">, { dir, maxBytes = MAX_BYTES }: Options = {}): InstallerContent {
  const copies = new LRUCache<string, Copy>({
    maxSize: maxBytes,
    sizeCalculation: ({ sizeBytes }) => Math.max(1, sizeBytes),
    dispose: ({ path }) => void rm(path, { force: true }).catch(() => {}), // who has it open reads on
  });
  const fetching = new Map<string, Promise<Copy | undefined>>();
  const folder = once(() => newFolder(dir));
  const now = () => clock.now().getTime();
  let fetched = 0;
  let pausedUntil = 0;
  const fetch = async (sha256: string): Promise<Copy | undefined> => {
    if (now() < pausedUntil) return undefined;
    const path = await folder().then(
      (dir) => join(dir, `${sha256}-${++fetched}`),
      () => undefined,
    );
    const copy = path && (await copyTo(path, () => content.open(sha256, 0), maxBytes));
    if (copy) copies.set(sha256, copy);
    else pausedUntil = now() + PAUSE_MS;
    return copy || undefined;
  };
  const copyOf = (sha256: string): Promise<Copy | undefined> => {
    const under = fetching.get(sha256) ?? fetch(sha256).finally(() => fetching.delete(sha256));
    fetching.set(sha256, under);
    return under;
  };
  return {
    ...content,
    open: async (sha256, offset, length) => {
      const copy = copies.get(sha256) ?? (await copyOf(sha256));
      const read = copy && length !== 0 ? await openCopy(copy, offset, length) : undefined;
      return read ?? content.open(sha256, offset, length);
    },
    async *lend(sha256, offset, signal) {
      const copy = copies.get(sha256) ?? (await copyOf(sha256));
      const file = copy && (await open(copy.path).catch(() => undefined)); // it may just have left
      yield* file ? lendFile(file, offset) : content.lend(sha256, offset, signal);
    },
  };
}

/** undefined when it was too large or could not be written; nothing is left of it then. What is wrong with storage, storage says when it is read directly. */
async function copyTo(path: string, read: () => Promise<Readable>, maxBytes: number): Promise<Copy | undefined> {
  try {
    const content = await read();
    const file = createWriteStream(path, { mode: 0o600 });
    await pipeline(content, file);
    if (file.bytesWritten <= maxBytes) return { path, sizeBytes: file.bytesWritten };
  } catch {
    // the same as too large
  }
  await rm(path, { force: true });
  return undefined;
}

/** undefined when the copy has just left. */
async function openCopy({ path }: Copy, start: number, length?: number): Promise<Readable | undefined> {
  const file = await open(path).catch(() => undefined);
  return file?.createReadStream({ start, ...(length !== undefined && { end: start + length - 1 }), highWaterMark: 256 * 1024 });
}

async function newFolder(dir = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(dir, "fleet-installers-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
