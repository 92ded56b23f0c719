import { createHash } from "node:crypto";
import { md5 } from "./digests.js";

/**
 * What binds a login to the TLS connection whose server has this certificate (RFC 5929, tls-server-end-point), as NTLM carries it. undefined where
 * the digest of the certificate's signature is not known: a wrong one would be refused, none is not.
 */
export function channelBindings(certificate: Buffer): Buffer | undefined {
  const digest = signatureDigest(certificate);
  if (!digest) return undefined;
  const name = Buffer.concat([Buffer.from("tls-server-end-point:", "latin1"), createHash(digest).update(certificate).digest()]);
  const header = Buffer.alloc(20); // neither side's address is part of it
  header.writeUInt32LE(name.length, 16);
  return md5(header, name);
}

type Digest = "sha256" | "sha384" | "sha512";

/** DER of the algorithms, as it stands behind the signed part. What is weaker than SHA-256 counts as that (RFC 5929, 4.1). */
const ALGORITHMS: Readonly<Record<string, Digest>> = {
  "2a864886f70d010104": "sha256", // md5WithRSAEncryption
  "2a864886f70d010105": "sha256", // sha1WithRSAEncryption
  "2a864886f70d01010b": "sha256",
  "2a864886f70d01010c": "sha384",
  "2a864886f70d01010d": "sha512",
  "2a8648ce3d0401": "sha256", // ecdsa-with-SHA1
  "2a8648ce3d040302": "sha256",
  "2a8648ce3d040303": "sha384",
  "2a8648ce3d040304": "sha512",
};

function signatureDigest(certificate: Buffer): Digest | undefined {
  try {
    const signed = content(certificate, 0); // TBSCertificate begins there
    const { start, length } = header(certificate, signed);
    const algorithm = content(certificate, start + length); // its OBJECT IDENTIFIER begins there
    const name = header(certificate, algorithm);
    return ALGORITHMS[certificate.toString("hex", name.start, name.start + name.length)];
  } catch {
    return undefined; // no certificate that we can read
  }
}

const content = (bytes: Buffer, at: number): number => header(bytes, at).start;

/** Where the content of the DER element at `at` begins, and its length. */
function header(bytes: Buffer, at: number): Readonly<{ start: number; length: number }> {
  const first = bytes.readUInt8(at + 1);
  if (first < 0x80) return { start: at + 2, length: first };
  const size = first & 0x7f;
  return { start: at + 2 + size, length: bytes.readUIntBE(at + 2, size) };
}
