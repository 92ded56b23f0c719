import { type UnreadableKey, unreadable } from "./unreadable-key.js";

/** `openssl` does 2,048 unless it is told otherwise. */
const MOST_ITERATIONS = 1_000_000;
/** The product of scrypt's three numbers; `openssl` has 2 to the power of 17. */
const MOST_SCRYPT = 2 ** 20;
const SCRYPT = Buffer.from("06092b06010401da47040b", "hex");

/** Refuses an encrypted key in PKCS#8 whose passphrase would hold all else up while it is tried. What is not readable as one costs nothing, and is found by what reads it. */
export function tooMuchWork(pem: string): UnreadableKey | undefined {
  const bytes = Buffer.from(pem.replace(/-----[A-Z ]{1,60}-----/g, ""), "base64").subarray(0, 400);
  const [iterations = 0, ...others] = numbersIn(bytes);
  const isScrypt = bytes.includes(SCRYPT);
  const work = isScrypt ? others.slice(0, 2).reduce((product, number) => product * number, iterations) : iterations;
  if (work <= (isScrypt ? MOST_SCRYPT : MOST_ITERATIONS)) return undefined;
  const cure = "Encrypt it anew with `openssl pkcs8 -topk8 -iter 100000 -in KEY -out KEY.new`.";
  return unreadable("a private key whose passphrase takes more work to try than is done for one", cure);
}

const [INTEGER, SEQUENCE] = [0x02, 0x30];

/** The whole numbers of DER in their order, those in sequences, too. */
function numbersIn(der: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at + 2 <= der.length; ) {
    const [tag, first = 0] = der.subarray(at, at + 2);
    const wide = first < 0x80 ? 0 : first & 0x7f;
    if (wide > 4 || at + 2 + wide > der.length) break;
    const length = wide === 0 ? first : der.readUIntBE(at + 2, wide);
    const begins = at + 2 + wide;
    if (tag === INTEGER) found.push(length <= 6 && begins + length <= der.length ? numberAt(der, begins, length) : Number.MAX_SAFE_INTEGER);
    at = tag === SEQUENCE ? begins : begins + length;
  }
  return found;
}

const numberAt = (der: Buffer, at: number, length: number): number => (length === 0 ? 0 : der.readUIntBE(at, length));
