import { createHash, randomBytes } from "node:crypto";

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits, so that names sort by time of creation. */
export const uuidv7 = (now: Date): string => formatUuidv7(now, randomBytes(16));

function formatUuidv7(now: Date, random: Buffer): string {
  const bytes = random.subarray(0, 16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The UUIDv7 of that moment which follows from a seed, such as another name: the same every time. */
export function uuidv7Of(moment: Date, seed: string): string {
  return formatUuidv7(moment, createHash("sha256").update(seed).digest());
}

/**
 * The UUIDv7 of the n-th child of a parent that was made at that moment: the same every time. The number (0 to 2^24 - 1) follows the time,
 * so that names of one parent lie next to each other and sort by it.
 */
export function childUuidv7(moment: Date, parent: string, n: number): string {
  const bytes = createHash("sha256").update(`${parent}/${n}`).digest();
  bytes.writeUInt16BE((n >>> 12) & 0x0fff, 6);
  bytes.writeUInt16BE(((n & 0x0fff) << 2) | (bytes.readUInt8(9) & 0x03), 8);
  return formatUuidv7(moment, bytes);
}

export const isUuidv7 = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(text);

/** The moment at which a UUIDv7 was made. */
export const timeOfUuidv7 = (uuid: string): Date => new Date(Number.parseInt(uuid.replaceAll("-", "").slice(0, 12), 16));

/** A key that sorts newest first: every hex digit is replaced by its complement. */
export const newestFirst = (uuid: string): string =>
  uuid.toLowerCase().replace(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
