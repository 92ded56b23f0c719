import type { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** One file of a zip: its text, or a content of known size that is packed as it is, without trying to make it smaller. */
export type ZipEntry = Readonly<{ name: string; executable?: boolean } & ({ text: string } | { sizeBytes: number; open(): Promise<Readable> })>;

/** The entries as one zip file, made while it is read; of two with the same name the second gets another. What fails while an entry is read fails the stream. */
export function zip(entries: readonly ZipEntry[], now: Date): Readable {
  const file = new ZipFile();
  const names = new Set<string>();
  const stream = file.outputStream as Readable; // yazl's own type says less than what it is
  const fail = (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error)));
  file.on("error", fail);
  for (const entry of entries) {
    const name = unused(names, entry.name);
    const options = { mtime: now, mode: entry.executable ? 0o100755 : 0o100644 };
    if ("text" in entry) file.addBuffer(Buffer.from(entry.text), name, options);
    else
      file.addReadStreamLazy(name, { ...options, compress: false, size: entry.sizeBytes }, (done) => {
        entry.open().then((content) => {
          content.on("error", fail); // yazl itself listens to none
          stream.once("close", () => content.destroy()); // nobody reads on
          done(null, content);
        }, fail);
      });
  }
  file.end();
  return stream;
}

function unused(names: Set<string>, wanted: string): string {
  let name = wanted;
  for (let i = 2; names.has(name); i++) name = `${wanted}.${i}`;
  names.add(name);
  return name;
}
