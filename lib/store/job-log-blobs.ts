import type { ContainerClient } from "@azure/storage-blob";
import type { JobLogStore } from "../jobs/ports.js";
import { hasStatus, isAbsent, serviceCode, storageFailure } from "./storage-error.js";
import { wholeCharacters } from "./whole-characters.js";

const LARGEST_BLOCK = 4 * 1024 * 1024;
const MOST_BLOCKS = 50_000; // of the service
const FULL = "\n[The log ends here: it has as many parts as storage allows.]\n";

/** One append blob a job, `<job>.log`. A log that is full says so at its end, and what comes later is dropped: a job must not fail for its log. */
export function jobLogBlobs(container: ContainerClient, { mostBlocks = MOST_BLOCKS } = {}): JobLogStore {
  const blobOf = (jobName: string) => container.getAppendBlobClient(`${jobName.toLowerCase()}.log`);
  return {
    async append(jobName, text) {
      const blob = blobOf(jobName);
      const bytes = Buffer.from(text);
      for (let start = 0; start < bytes.length; start += LARGEST_BLOCK) {
        const blocks = await appendBlock(blob, bytes.subarray(start, start + LARGEST_BLOCK));
        if (blocks === mostBlocks - 1) await appendBlock(blob, Buffer.from(FULL));
      }
    },
    async read(jobName, offset, length) {
      const blob = blobOf(jobName);
      const properties = await blob.getProperties().catch((e) => (isAbsent(e) ? undefined : storageFailure(nameOf(blob))(e)));
      const size = properties?.contentLength ?? 0;
      if (offset >= size || length <= 0) return { text: "", size };
      const bytes = await blob.downloadToBuffer(offset, Math.min(length, size - offset)).catch(storageFailure(nameOf(blob)));
      return { text: wholeCharacters(bytes), size };
    },
  };
}

type AppendBlob = ReturnType<ContainerClient["getAppendBlobClient"]>;

const nameOf = (blob: AppendBlob) => `The log ${blob.name}`;

/** How many blocks the log has now; the blob is made by its first block. */
async function appendBlock(blob: AppendBlob, bytes: Uint8Array): Promise<number | undefined> {
  try {
    return (await blob.appendBlock(bytes, bytes.length)).blobCommittedBlockCount;
  } catch (error) {
    if (serviceCode(error) === "BlockCountExceedsLimit") return undefined;
    if (!isAbsent(error)) return storageFailure(nameOf(blob))(error);
  }
  await blob.create({ conditions: { ifNoneMatch: "*" } }).catch((e) => (hasStatus(e, 409) ? undefined : storageFailure(nameOf(blob))(e)));
  return (await blob.appendBlock(bytes, bytes.length).catch(storageFailure(nameOf(blob)))).blobCommittedBlockCount;
}
