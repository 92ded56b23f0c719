import { createDecipheriv, createHash, createHmac, createPrivateKey, type KeyObject } from "node:crypto";

const CURVES: Readonly<Record<string, Readonly<{ crv: string; bytes: number }>>> = {
  "ssh-ed25519": { crv: "Ed25519", bytes: 32 },
  "ecdsa-sha2-nistp256": { crv: "P-256", bytes: 32 },
  "ecdsa-sha2-nistp384": { crv: "P-384", bytes: 48 },
  "ecdsa-sha2-nistp521": { crv: "P-521", bytes: 66 },
};

/** Whether the text is a PuTTY key of version 2 on a curve: our SSH library reads those of RSA and DSA alone. */
export const isPuttyCurve = (text: string): boolean => (/^PuTTY-User-Key-File-2: (\S{1,40})\n/.exec(text)?.[1] ?? "") in CURVES;

/** What is said of an encrypted key that is not as it was signed. */
export const WRONG_OR_DAMAGED = "wrong passphrase, or damaged";

/** Reads such a key. Errors: Error, whose message is `WRONG_OR_DAMAGED` where it may be the passphrase. */
export function readPuttyCurve(text: string, passphrase: string): KeyObject {
  const { type, encryption, comment, publicBlob, privateBlob, mac } = partsOf(text);
  const isEncrypted = encryption !== "none";
  const plain = isEncrypted ? decrypted(privateBlob, passphrase) : privateBlob;
  const macKey = sha1("putty-private-key-file-mac-key", isEncrypted ? passphrase : "");
  const signed = Buffer.concat([type, encryption, comment, publicBlob, plain].map(lengthAnd));
  if (createHmac("sha1", macKey).update(signed).digest("hex") !== mac) throw new Error(isEncrypted ? WRONG_OR_DAMAGED : "the key is damaged");
  return keyOn(type, publicBlob, plain);
}

function partsOf(text: string) {
  const lines = text.split("\n").map((line) => line.trim());
  const at = (name: string) => lines.findIndex((line) => line.startsWith(`${name}: `));
  const value = (name: string) => lines[at(name)]?.slice(name.length + 2) ?? "";
  const blob = (name: string) => Buffer.from(lines.slice(at(name) + 1, at(name) + 1 + Number(value(name))).join(""), "base64");
  return {
    ...{ type: value("PuTTY-User-Key-File-2"), encryption: value("Encryption"), comment: value("Comment") },
    ...{ publicBlob: blob("Public-Lines"), privateBlob: blob("Private-Lines"), mac: value("Private-MAC").toLowerCase() },
  };
}

function decrypted(blob: Buffer, passphrase: string): Buffer {
  const key = Buffer.concat([sha1(Buffer.alloc(4), passphrase), sha1(Buffer.from([0, 0, 0, 1]), passphrase)]).subarray(0, 32);
  const cipher = createDecipheriv("aes-256-cbc", key, Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(blob), cipher.final()]);
}

function keyOn(type: string, publicBlob: Buffer, privateBlob: Buffer): KeyObject {
  const { crv = "", bytes = 0 } = CURVES[type] ?? {};
  const point = stringsIn(publicBlob).at(-1) ?? Buffer.alloc(0);
  const d = wide(stringsIn(privateBlob)[0] ?? Buffer.alloc(0), bytes).toString("base64url");
  const halves = crv === "Ed25519" ? { kty: "OKP", x: point.toString("base64url") } : { kty: "EC", ...affine(point, bytes) };
  return createPrivateKey({ key: { crv, d, ...halves }, format: "jwk" });
}

const affine = (point: Buffer, bytes: number) => ({
  x: point.subarray(1, 1 + bytes).toString("base64url"),
  y: point.subarray(1 + bytes).toString("base64url"),
});

/** A number without its leading zeros, or with one for its sign, in the width that the curve has. */
const wide = (number: Buffer, bytes: number): Buffer => Buffer.concat([Buffer.alloc(bytes), number]).subarray(-bytes);

function stringsIn(blob: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length; ) {
    const ends = at + 4 + blob.readUInt32BE(at);
    if (ends > blob.length) break;
    found.push(blob.subarray(at + 4, ends));
    at = ends;
  }
  return found;
}

const sha1 = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

function lengthAnd(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
