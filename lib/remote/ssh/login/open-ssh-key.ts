import type { KeyObject } from "node:crypto";

/** An Ed25519 key in OpenSSH's own form, not encrypted: the one form of it that our SSH library reads. */
export function openSshEd25519(key: KeyObject): string {
  const { x, d } = key.export({ format: "jwk" });
  const [pub, seed] = [Buffer.from(x ?? "", "base64url"), Buffer.from(d ?? "", "base64url")];
  const type = text("ssh-ed25519");
  const secret = Buffer.concat([uint32(0), uint32(0), type, text(pub), text(Buffer.concat([seed, pub])), text("")]); // two alike numbers come first
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const none = [text("none"), text("none"), text("")];
  const publicKey = text(Buffer.concat([type, text(pub)]));
  const all = Buffer.concat([Buffer.from("openssh-key-v1\0"), ...none, uint32(1), publicKey, text(Buffer.concat([secret, padding]))]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${all.toString("base64").replace(/(.{70})/g, "$1\n")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const text = (value: string | Buffer): Buffer => Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(value)]);
