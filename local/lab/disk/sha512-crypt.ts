import { createHash } from "node:crypto";

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ROUNDS = 1000; // the least that crypt(3) takes: these passwords protect nothing

/** The crypt(3) form `$6$` of a password for /etc/shadow. */
export function sha512Crypt(password: string, salt: string): string {
  const key = Buffer.from(password);
  const saltBytes = Buffer.from(salt);
  const inner = sha512(key, saltBytes, key);
  const parts = [key, saltBytes, repeat(inner, key.length)];
  for (let n = key.length; n > 0; n >>= 1) parts.push(n & 1 ? inner : key);
  const first = sha512(...parts);
  const p = repeat(sha512(...Array<Buffer>(key.length).fill(key)), key.length);
  const s = repeat(sha512(...Array<Buffer>(16 + first.readUInt8(0)).fill(saltBytes)), saltBytes.length);
  let digest = first;
  for (let i = 0; i < ROUNDS; i++) {
    digest = sha512(i & 1 ? p : digest, i % 3 ? s : EMPTY, i % 7 ? p : EMPTY, i & 1 ? digest : p);
  }
  return `$6$rounds=${ROUNDS}$${salt}$${encode(digest)}`;
}

const EMPTY = Buffer.alloc(0);

function sha512(...parts: readonly Buffer[]): Buffer {
  return createHash("sha512").update(Buffer.concat(parts)).digest();
}

const repeat = (bytes: Buffer, length: number): Buffer => Buffer.alloc(length, bytes);

/** crypt's own order of bytes: triples whose members lie 21 apart, rotated at each step. */
function encode(digest: Buffer): string {
  let text = "";
  for (let i = 0; i < 21; i++) {
    const [a, b, c] = [i, i + 21, i + 42];
    const order =
      [
        [a, b, c],
        [b, c, a],
        [c, a, b],
      ][i % 3] ?? [];
    text += sixes(
      order.reduce((value, index) => (value << 8) | digest.readUInt8(index), 0),
      4,
    );
  }
  return text + sixes(digest.readUInt8(63), 2);
}

function sixes(value: number, count: number): string {
  return Array.from({ length: count }, (_, i) => ALPHABET.charAt((value >> (6 * i)) & 63)).join("");
}
