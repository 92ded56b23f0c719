import { addAbortSignal, Readable } from "node:stream";
import type { BlobClient, BlobServiceClient, ContainerClient } from "@azure/storage-blob";
import type { Clock } from "../../core/clock.js";
import { FleetError } from "../../core/errors.js";
import type { InstallerContent } from "../../fleet/ports.js";
import { untilIdle } from "../rows/idle-deadline.js";
import { hasStatus, isAbsent, storageFailure } from "../rows/storage-error.js";
import { downloadLink, uploadLink } from "./upload-link.js";

export type InstallerBlobParts = Readonly<{ blobs: BlobServiceClient; installers: ContainerClient }>;

/** Uploads lie at `incoming/<import>/<file>`, accepted installers at `sha256/<digest>`. */
export function installerBlobs({ blobs, installers }: InstallerBlobParts, clock: Clock): InstallerContent {
  const accepted = (sha256: string) => installers.getBlobClient(`sha256/${sha256}`);
  const incoming = (importId: string, fileName: string) => installers.getBlobClient(`incoming/${importId}/${fileName}`);
  return {
    open: (sha256, offset, length) => openBlob(accepted(sha256), offset, length),
    async *lend(sha256, offset, signal) {
      yield* addAbortSignal(signal, await openBlob(accepted(sha256), offset)) as AsyncIterable<Buffer>;
    },
    uploadLink: (importId, fileName, expiresAt) => uploadLink({ service: blobs, blob: incoming(importId, fileName), now: clock.now(), expiresAt }),
    downloadLink: ({ sha256, fileName }, expiresAt) =>
      downloadLink({ service: blobs, blob: accepted(sha256), fileName, now: clock.now(), expiresAt }),
    async findUpload(importId, fileName) {
      const found = await propertiesOf(incoming(importId, fileName));
      return found && { sizeBytes: found.contentLength ?? 0 };
    },
    openUpload: (importId, fileName) => openBlob(incoming(importId, fileName), 0),
    accept: (importId, fileName, sha256) => copyOnce(incoming(importId, fileName), accepted(sha256)),
    async removeUpload(importId, fileName) {
      const blob = incoming(importId, fileName);
      await blob.deleteIfExists().catch(storageFailure(nameOf(blob)));
    },
  };
}

const nameOf = (blob: BlobClient) => `The file ${blob.name}`;

const propertiesOf = (blob: BlobClient) => blob.getProperties().catch((e) => (isAbsent(e) ? undefined : storageFailure(nameOf(blob))(e)));

async function openBlob(blob: BlobClient, offset: number, length?: number): Promise<Readable> {
  if (length === 0) return Readable.from([]);
  try {
    const { readableStreamBody } = await blob.download(offset, length, { maxRetryRequests: 3 });
    const stream = readableStreamBody as Readable; // in Node the stream of an answer is a Readable
    return Readable.from(untilIdle(nameOf(blob), stream), { objectMode: false }).once("close", () => stream.destroy());
  } catch (error) {
    if (hasStatus(error, 416)) return Readable.from([]); // behind the end
    if (isAbsent(error)) throw missing(blob, error);
    return storageFailure(nameOf(blob))(error);
  }
}

/** The service copies by itself. A copy that failed or was cut off is made anew; one that is there stays as it is. */
async function copyOnce(from: BlobClient, to: BlobClient): Promise<void> {
  const before = await propertiesOf(to);
  if (before && (before.copyStatus ?? "success") === "success") return;
  try {
    const copy = await to.beginCopyFromURL(from.url, { intervalInMs: 500 });
    const { copyStatus } = await copy.pollUntilDone();
    if (copyStatus !== "success")
      throw new FleetError("StorageUnavailable", `${nameOf(from)} was not copied (${copyStatus}); try again`, { retryable: true });
  } catch (error) {
    if (isAbsent(error)) throw missing(from, error);
    storageFailure(nameOf(from))(error);
  }
}

const missing = (blob: BlobClient, cause: unknown) =>
  new FleetError("ResourceNotFound", `${nameOf(blob)} is not in storage; import the installer again`, { cause });
