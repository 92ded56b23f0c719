import type { BlobServiceClient, ContainerClient } from "@azure/storage-blob";
import type { Clock } from "../../core/clock.js";
import type { BundleEnding, BundleStore } from "../../jobs/ports.js";
import { downloadLink } from "../installers/upload-link.js";
import { storageFailure } from "../rows/storage-error.js";

/** So much of a file is in memory while it is written: blocks times bytes. */
const BLOCK_BYTES = 8 * 1024 * 1024;
const BLOCKS_AT_ONCE = 4;

/** One blob a file, `bundles/<job>.zip`; its ending is that of the name. */
export function bundleBlobs({ blobs, papers }: Readonly<{ blobs: BlobServiceClient; papers: ContainerClient }>, clock: Clock): BundleStore {
  const blobOf = (jobName: string, ending: BundleEnding) => papers.getBlockBlobClient(`bundles/${jobName.toLowerCase()}.${ending}`);
  return {
    async put(jobName, { fileName, content, signal }) {
      const ending = ENDINGS.find((one) => fileName.endsWith(`.${one}`)) ?? "zip";
      const blobHTTPHeaders = { blobContentType: CONTENT_TYPE[ending], blobContentDisposition: `attachment; filename="${fileName}"` };
      await blobOf(jobName, ending)
        .uploadStream(content, BLOCK_BYTES, BLOCKS_AT_ONCE, { blobHTTPHeaders, abortSignal: signal })
        .catch(storageFailure(`The file ${fileName}`));
    },
    link: (jobName, expiresAt, ending = "zip") => downloadLink({ service: blobs, blob: blobOf(jobName, ending), now: clock.now(), expiresAt }),
  };
}

const CONTENT_TYPE: Readonly<Record<BundleEnding, string>> = {
  zip: "application/zip",
  json: "application/json",
  xml: "application/xml",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const ENDINGS: readonly BundleEnding[] = ["zip", "json", "xml", "xlsx"];
