import type { FileHandle } from "node:fs/promises";

const LENT_BYTES = 128 * 1024;

/**
 * The bytes of an open file from `start` on, as LentChunks; closes it. One piece is read while the one before is on its way. Two buffers serve the
 * whole file: V8 looks through its heap the more often, the more memory is taken outside of it.
 */
export async function* lendFile(file: FileHandle, start: number): AsyncGenerator<Uint8Array> {
  const buffers = [Buffer.allocUnsafeSlow(LENT_BYTES), Buffer.allocUnsafeSlow(LENT_BYTES)] as const;
  let position = start;
  const read = async (buffer: Buffer) => {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    position += bytesRead;
    return buffer.subarray(0, bytesRead);
  };
  let coming = read(buffers[0]);
  try {
    for (let turn = 1; ; turn++) {
      const chunk = await coming;
      if (chunk.length === 0) return;
      coming = read(turn % 2 === 0 ? buffers[0] : buffers[1]);
      yield chunk;
    }
  } finally {
    await coming.catch(() => {});
    await file.close();
  }
}
