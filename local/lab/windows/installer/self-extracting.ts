import { createCipheriv } from "node:crypto";

type PackedFile = Readonly<{ name: string; bytes: Uint8Array }>;

const MARK = "LABSFX01";

/** A program with files appended to it, in the form that self-extractor.c reads; with noise beside them up to so many bytes. */
export function selfExtracting(program: Uint8Array, files: readonly PackedFile[], sizeBytes: number): Buffer {
  const packed = files.map(pack);
  const missing = sizeBytes - program.length - packed.reduce((sum, { length }) => sum + length, 0);
  const all = missing > 0 ? [...packed, pack({ name: "payload.bin", bytes: noise(missing) })] : packed;
  const appendix = Buffer.concat(all);
  return Buffer.concat([program, appendix, word(appendix.length), Buffer.from(MARK)]);
}

const pack = ({ name, bytes }: PackedFile): Buffer => Buffer.concat([Buffer.from([name.length]), Buffer.from(name), word(bytes.length), bytes]);

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Bytes that no compressor makes smaller, always the same. */
const noise = (length: number): Buffer => createCipheriv("aes-256-ctr", Buffer.alloc(32, 7), Buffer.alloc(16)).update(Buffer.alloc(length));
