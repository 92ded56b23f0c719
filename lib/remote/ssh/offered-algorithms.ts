import type { Duplex } from "node:stream";

/** What a server offers, by the kinds in which a handshake may find nothing in common. */
export type OfferedAlgorithms = Readonly<Record<AlgorithmKind, readonly string[]>>;
export type AlgorithmKind = "key exchange" | "host key" | "cipher" | "MAC";

const MOST_READ = 16 * 1024;
const KEXINIT = 20; // RFC 4253, 7.1
const COOKIE_BYTES = 16;

/** Reads along what a server offers: its first message, which is not encrypted. Gives undefined until that is there, or when it is none. */
export function hearOffer(stream: Duplex): () => OfferedAlgorithms | undefined {
  let seen: Buffer = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk.subarray(0, MOST_READ - seen.length)]);
    if (seen.length >= MOST_READ) stream.off("data", take);
  };
  stream.on("data", take);
  return () => {
    stream.off("data", take);
    return offerIn(seen);
  };
}

function offerIn(bytes: Buffer): OfferedAlgorithms | undefined {
  const version = bytes.indexOf("SSH-");
  const packet = version < 0 ? -1 : bytes.indexOf("\n", version) + 1;
  if (packet <= 0 || bytes[packet + 5] !== KEXINIT) return undefined;
  let at = packet + 6 + COOKIE_BYTES;
  const list = (): readonly string[] => {
    const length = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
    const names = bytes.toString("latin1", at + 4, Math.min(bytes.length, at + 4 + length));
    at += 4 + length;
    return names.split(",").filter((name) => /^[\w@.+-]{1,64}$/.test(name));
  };
  const [kex, hostKey, cipher, , mac] = [list(), list(), list(), list(), list()];
  return { "key exchange": kex, "host key": hostKey, cipher, MAC: mac };
}
