import { Readable } from "node:stream";
import { FleetError } from "../../../lib/core/errors.js";
import type { InstallerContent } from "../../../lib/fleet/ports.js";

export type MemoryInstallerContent = InstallerContent & Readonly<{ upload(importId: string, fileName: string, content: Buffer): void }>;

/** Installers' bytes in memory; `upload` stands for the PUT to the link, which nobody here serves. */
export function memoryInstallerContent(): MemoryInstallerContent {
  const files = new Map<string, Buffer>();
  const incoming = (importId: string, fileName: string) => `incoming/${importId}/${fileName}`;
  const get = (path: string) => {
    const file = files.get(path);
    if (file) return file;
    throw new FleetError("ResourceNotFound", `The file ${path} is not in storage`);
  };
  return {
    open: async (sha256, offset, length) =>
      Readable.from([get(`sha256/${sha256}`).subarray(offset, length === undefined ? undefined : offset + length)]),
    async *lend(sha256, offset, signal) {
      signal.throwIfAborted();
      yield get(`sha256/${sha256}`).subarray(offset);
    },
    uploadLink: async (importId, fileName) => `memory://${incoming(importId, fileName)}`,
    downloadLink: async ({ sha256, fileName }, expiresAt) => `memory://sha256/${sha256}?name=${fileName}&until=${expiresAt.toISOString()}`,
    async findUpload(importId, fileName) {
      const file = files.get(incoming(importId, fileName));
      return file && { sizeBytes: file.length };
    },
    openUpload: async (importId, fileName) => Readable.from([get(incoming(importId, fileName))]),
    async accept(importId, fileName, sha256) {
      const path = `sha256/${sha256}`;
      if (!files.has(path)) files.set(path, get(incoming(importId, fileName)));
    },
    removeUpload: async (importId, fileName) => void files.delete(incoming(importId, fileName)),
    upload: (importId, fileName, content) => void files.set(incoming(importId, fileName), content),
  };
}
