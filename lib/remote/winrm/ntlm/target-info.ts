/** What a server says of itself in its challenge, by number (MS-NLMP 2.2.2.1). */
export type TargetInfo = ReadonlyMap<number, Buffer>;

export const AV = { flags: 6, timestamp: 7, channelBindings: 10 } as const;

const MOST_PAIRS = 32;
const END = 0;

/** Errors: RangeError for pairs that reach beyond their end, or have none. */
export function readTargetInfo(bytes: Buffer): TargetInfo {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; pairs.size <= MOST_PAIRS; ) {
    const [id, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)];
    if (id === END) return pairs;
    if (at + 4 + length > bytes.length) break;
    pairs.set(id, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  throw new RangeError("target info without an end");
}

export function writeTargetInfo(pairs: TargetInfo): Buffer {
  return Buffer.concat([...pairs, [END, Buffer.alloc(0)] as const].flatMap(([id, value]) => [header(id, value.length), value]));
}

function header(id: number, length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(id, 0);
  bytes.writeUInt16LE(length, 2);
  return bytes;
}
