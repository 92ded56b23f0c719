import { createHash, createHmac } from "node:crypto";
import { md4 } from "hash-wasm";
import type { Secret } from "../../../core/secret.js";

/** HMAC-MD5, of which NTLMv2 is made. */
export const hmacMd5 = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac("md5", key)).digest();

export const md5 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest();

/** NTOWFv2 (MS-NLMP 3.3.2): what an account's password is to a domain or machine. */
export async function passwordKey(password: Secret, { user, domain }: Readonly<{ user: string; domain: string }>): Promise<Buffer> {
  const hash = Buffer.from(await md4(utf16(password.reveal())), "hex");
  return hmacMd5(hash, utf16(user.toUpperCase() + domain));
}

export const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
