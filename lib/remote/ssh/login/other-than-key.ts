import { hasKeyBlock } from "./key-text.js";
import { tooMuchWork } from "./key-work.js";
import { LOCKED, type UnreadableKey, unreadable } from "./unreadable-key.js";
import { unusualOpenSsh } from "./unusual-openssh.js";

/** Names what is not a private key that we can read, by how it is written alone; undefined when it may be one. */
export function otherThanKey(text: string, hasPassphrase: boolean): UnreadableKey | undefined {
  if (/^PuTTY-User-Key-File-(?!2:)/.test(text))
    return unreadable(`a PuTTY key of version ${text.slice(20, 21)}`, "Convert it with `puttygen KEY.ppk -O private-openssh -o KEY`.");
  if (/^PuTTY-User-Key-File-2:/.test(text)) return !hasPassphrase && /^Encryption: (?!none)/m.test(text.slice(0, 2_000)) ? LOCKED : undefined;
  if (/^[a-z0-9@.-]{1,60}-cert-v0\d@openssh\.com /.test(text))
    return unreadable("an OpenSSH certificate", "Give the private key that it was made for; certificates are not supported.");
  if (!hasKeyBlock(text) && isPublic(text)) return unreadable("a public key", "Give the private key: the file beside it, without .pub.");
  if (!hasKeyBlock(text) && /-----BEGIN (X509 |TRUSTED )?CERTIFICATE/.test(text))
    return unreadable("a certificate", "Give the private key that belongs to it.");
  if (text.includes("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"))
    return unreadable("a private key in the form of ssh.com", "Convert it with `puttygen KEY -O private-openssh -o KEY.new`.");
  if (!hasKeyBlock(text)) return unreadable("no private key", "Give one in OpenSSH or PEM form, as `ssh-keygen -t ed25519` writes it.");
  if (!/-----END [A-Z ]*PRIVATE KEY-----/.test(text))
    return unreadable("a private key whose end is missing", "Give the whole file, from BEGIN to END.");
  return text.includes("-----BEGIN OPENSSH PRIVATE KEY-----") ? unusualOpenSsh(text, hasPassphrase) : lockedPem(text, hasPassphrase);
}

function lockedPem(text: string, hasPassphrase: boolean): UnreadableKey | undefined {
  const isPkcs8 = text.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----");
  if (!hasPassphrase) return isPkcs8 || /^Proc-Type: 4,ENCRYPTED/m.test(text) ? LOCKED : undefined;
  return isPkcs8 ? tooMuchWork(text) : undefined;
}

const isPublic = (text: string): boolean =>
  /(?:^|\s)(ssh-(rsa|dss|ed25519)|ecdsa-sha2-\S{1,20}|sk-\S{1,60}) AAAA/m.test(text.slice(0, 2_000)) ||
  /^-{4,5} ?BEGIN (RSA |SSH2 |DSA |EC )?PUBLIC KEY/m.test(text);
