import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";

/** A server's key: the private half as sshd and ssh2 read it, and the fingerprint as `ssh-keygen -l` prints it, without `SHA256:`. */
export type LabHostKey = Readonly<{ type: "ssh-ed25519" | "ssh-rsa"; privateKey: string; sha256: string }>;

/** A new Ed25519 key; for legacy servers an RSA key, because OpenSSH 5.3 has nothing newer. */
export function newHostKey({ legacy }: Readonly<{ legacy: boolean }>): LabHostKey {
  return legacy ? rsaKey() : ed25519Key();
}

function ed25519Key(): LabHostKey {
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const [seed, point] = [jwk.d, jwk.x].map((part) => Buffer.from(part ?? "", "base64url"));
  const blob = Buffer.concat([field("ssh-ed25519"), field(point)]);
  const check = randomBytes(4);
  const secret = Buffer.concat([check, check, blob, field(Buffer.concat([seed ?? blob, point ?? blob])), field("lab")]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, i) => i + 1));
  const count = Buffer.from([0, 0, 0, 1]);
  const body = [
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    count,
    field(blob),
    field(Buffer.concat([secret, padding])),
  ];
  return { type: "ssh-ed25519", privateKey: pem("OPENSSH PRIVATE KEY", Buffer.concat(body)), sha256: fingerprint(blob) };
}

function rsaKey(): LabHostKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { e, n } = publicKey.export({ format: "jwk" });
  const exponent = Buffer.from(e ?? "", "base64url");
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.from(n ?? "", "base64url")]); // its first bit is set, so a 0 keeps it positive
  const blob = Buffer.concat([field("ssh-rsa"), field(exponent), field(modulus)]);
  return { type: "ssh-rsa", privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString(), sha256: fingerprint(blob) };
}

function field(content: string | Buffer = ""): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const fingerprint = (blob: Buffer): string => createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString("base64").replace(/(.{70})/g, "$1\n")}\n-----END ${label}-----\n`;
