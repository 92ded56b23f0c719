import type { ContainerClient } from "@azure/storage-blob";
import { passOver } from "../../core/passed-over.js";
import type { JobLogStore, JobLogText } from "../../jobs/ports.js";
import { CALL_MS } from "../rows/deadline.js";
import { isAbsent, storageFailure } from "../rows/storage-error.js";
import { wholeCharacters } from "../rows/whole-characters.js";
import { type LogPart, piecesOf, sizeOf } from "./job-log-parts.js";

const DIGITS = 12;

/**
 * One block blob a part, `<job>/<size>/<offset>.log`: a short log costs one PUT, and a part that is written twice is there once. A shorter one that comes
 * late, from a process that stood still, lies beside the longer one that was written since. Earlier releases wrote `<job>/<offset>.log`.
 */
export function jobLogBlobs(container: ContainerClient): JobLogStore {
  const folderOf = (jobName: string) => `${jobName.toLowerCase()}/`;
  return {
    async write(jobName, offset, text) {
      if (!text) return;
      const bytes = Buffer.from(text);
      const name = `${folderOf(jobName)}${digits(bytes.length)}/${digits(offset)}.log`;
      await container
        .getBlockBlobClient(name)
        .upload(bytes, bytes.length)
        .catch(storageFailure(`The log ${name}`));
    },
    async read(jobName, offset, length) {
      const parts = await listParts(container, folderOf(jobName));
      const pieces = piecesOf(parts, offset, Math.min(offset + length, sizeOf(parts)));
      const download = ({ part, start, end }: (typeof pieces)[number]) =>
        container
          .getBlobClient(part.name)
          .downloadToBuffer(start, end - start, { abortSignal: AbortSignal.timeout(CALL_MS) })
          .catch((error) => (isAbsent(error) ? lost(container, part.name, end - start) : storageFailure(`The log ${part.name}`)(error)));
      return logText(Buffer.concat(await Promise.all(pieces.map(download))), offset, sizeOf(parts));
    },
  };
}

const digits = (count: number): string => String(count).padStart(DIGITS, "0");

/** In the place of a part that is gone: what follows stays where it is. */
function lost(container: ContainerClient, name: string, length: number): Buffer {
  passOver({ table: container.containerName, partitionKey: "", rowKey: name, reason: "the part of the log is gone" });
  return Buffer.alloc(length, " ");
}

/** What was read, without a character that is cut off at its end. */
export function logText(bytes: Buffer, offset: number, size: number): JobLogText {
  const text = wholeCharacters(bytes);
  return { text, next: offset + Math.min(bytes.length, Buffer.byteLength(text)), size };
}

async function listParts(container: ContainerClient, prefix: string): Promise<readonly LogPart[]> {
  const parts: LogPart[] = [];
  try {
    for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
      const offset = /\/(\d+)\.log$/.exec(name)?.[1];
      if (offset !== undefined) parts.push({ name, offset: Number(offset), size: properties.contentLength ?? 0 });
    }
  } catch (error) {
    storageFailure(`The log ${prefix}`)(error);
  }
  return parts;
}
