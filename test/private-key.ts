import { generateKeyPairSync } from "node:crypto";

/** A private key that can be logged in with; the note stands before it, as openssl writes attributes. */
export function newPrivateKey({ note = "", passphrase }: Readonly<{ note?: string; passphrase?: string }> = {}): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  const locked = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  return `${note}\n${privateKey.export({ type: "pkcs8", format: "pem", ...locked })}`;
}
