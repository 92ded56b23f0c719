import { createHash } from "node:crypto";
import { pipeline, Transform } from "node:stream";
import type { BundleStore } from "../ports.js";
import { type ZipEntry, zip } from "./zip.js";

type ZipFile = Readonly<{ job: string; fileName: string; entries: readonly ZipEntry[]; now: Date; signal: AbortSignal }>;

/** Makes a zip file and writes it to storage in one pass, without ever holding all of it; gives its size and digest. */
export async function storeZip(
  bundles: BundleStore,
  { job, fileName, entries, now, signal }: ZipFile,
): Promise<Readonly<{ sizeBytes: number; sha256: string }>> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  const content = pipeline(zip(entries, now), measure, () => {}); // an error reaches whoever reads `content`
  await bundles.put(job, { fileName, content, signal });
  return { sizeBytes, sha256: hash.digest("hex") };
}
