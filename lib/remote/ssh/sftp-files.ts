import { setMaxListeners } from "node:events";
import type { Client, SFTPWrapper } from "ssh2";
import type { LentChunks } from "../../core/lent-chunks.js";
import type { RemoteFiles } from "../transport.js";
import { connectionLost } from "../transport-errors.js";

/** How many bytes may be on their way at once: enough for a fast line that is long. */
const WINDOW_BYTES = 2 * 1024 * 1024;
const PIECE_BYTES = 32 * 1024;

/** The server's sftp, where it has it. Errors: the signal's reason. */
export function openFiles(client: Client, address: string, signal: AbortSignal): Promise<RemoteFiles | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) return onAbort();
    client.sftp((error, sftp) => {
      signal.removeEventListener("abort", onAbort);
      if (error) return resolve(undefined);
      sftp.on("error", () => {}); // what was asked for tells it, too
      setMaxListeners(0, sftp); // each piece on its way listens
      if (signal.aborted) return sftp.end();
      resolve({ write: (path, offset, chunks, over) => write({ sftp, address, signal: over }, path, offset, chunks), close: () => void sftp.end() });
    });
  });
}

type Place = Readonly<{ sftp: SFTPWrapper; address: string; signal: AbortSignal }>;

/** Many pieces are on their way at once, each with its own place in the file. */
async function write(place: Place, path: string, offset: number, chunks: LentChunks): Promise<number> {
  const handle = await ask<Buffer>(place, (done) => place.sftp.open(path, "r+", done));
  setMaxListeners(0, place.signal);
  const onTheWay = new Set<Promise<unknown>>();
  let [sent, waiting] = [0, 0];
  for await (const chunk of chunks) {
    const own = Buffer.from(chunk); // the chunk is lent for as long as the next is not asked for
    for (let at = 0; at < own.length; at += PIECE_BYTES) {
      const piece = own.subarray(at, at + PIECE_BYTES);
      const position = offset + sent + at;
      const one: Promise<unknown> = ask<unknown>(place, (done) => place.sftp.write(handle, piece, 0, piece.length, position, done)).finally(() => {
        onTheWay.delete(one);
        waiting -= piece.length;
      });
      one.catch(() => {}); // is thrown where it is waited for
      onTheWay.add(one);
      waiting += piece.length;
      while (waiting >= WINDOW_BYTES) await Promise.race(onTheWay);
    }
    sent += own.length;
  }
  await Promise.all(onTheWay);
  await ask<unknown>(place, (done) => place.sftp.close(handle, done));
  return sent;
}

/** ssh2 never calls back once the channel is gone. */
function ask<T>({ sftp, address, signal }: Place, question: (done: (error: Error | null | undefined, answer?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      sftp.removeListener("close", onClose);
      signal.removeEventListener("abort", onAbort);
      finish();
    };
    const onClose = () => settle(() => reject(connectionLost(address, "a file was written")));
    const onAbort = () => settle(() => reject(signal.reason));
    sftp.on("close", onClose);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) return onAbort();
    question((error, answer) => settle(() => (error ? reject(error) : resolve(answer as T)))); // without an error there is an answer, or none was asked for
  });
}
