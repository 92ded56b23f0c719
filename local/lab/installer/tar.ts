export type TarEntry = Readonly<{ path: string; content: Buffer; mode: number }>;

const BLOCK = 512;

/** A ustar archive of plain files, owned by root, all of one time: the same entries give the same bytes. */
export function tarArchive(entries: readonly TarEntry[], time: Date): Buffer {
  const parts = entries.flatMap((entry) => [header(entry, time), entry.content, Buffer.alloc(padding(entry.content.length))]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

const padding = (length: number): number => (BLOCK - (length % BLOCK)) % BLOCK;
const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;

function header({ path, content, mode }: TarEntry, time: Date): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0);
  block.write(octal(mode, 7) + octal(0, 7) + octal(0, 7), 100);
  block.write(octal(content.length, 11) + octal(Math.floor(time.getTime() / 1000), 11), 124);
  block.write("        0", 148); // the checksum counts as blanks; 0: a plain file
  block.write("ustar\x0000root", 257);
  block.write("root", 297);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)} `, 148);
  return block;
}
