/** What a text is that was to be a private key, and what makes one of it. */
export type UnreadableKey = Readonly<{ key?: undefined; what: string; cure: string }>;

/** Names what is not a private key that we can read, by how it is written alone; undefined when it may be one. */
export function otherThanKey(text: string, hasPassphrase: boolean): UnreadableKey | undefined {
  if (/^PuTTY-User-Key-File-(?!2:)/.test(text))
    return other(`a PuTTY key of version ${text.slice(20, 21)}`, "Convert it with `puttygen KEY.ppk -O private-openssh -o KEY`.");
  if (/^PuTTY-User-Key-File-2:/.test(text)) return !hasPassphrase && /^Encryption: (?!none)/m.test(text.slice(0, 2_000)) ? LOCKED : undefined;
  if (/^[a-z0-9@.-]{1,60}-cert-v0\d@openssh\.com /.test(text))
    return other("an OpenSSH certificate", "Give the private key that it was made for; certificates are not supported.");
  if (isPublic(text)) return other("a public key", "Give the private key: the file beside it, without .pub.");
  if (/-----BEGIN (X509 |TRUSTED )?CERTIFICATE/.test(text) && !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    return other("a certificate", "Give the private key that belongs to it.");
  if (text.includes("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"))
    return other("a private key in the form of ssh.com", "Convert it with `puttygen KEY -O private-openssh -o KEY.new`.");
  if (text.includes("\\n") && !text.includes("\n"))
    return other("a private key whose line ends were written as \\n", "Give the text of the file as it is.");
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    return other("no private key", "Give one in OpenSSH or PEM form, as `ssh-keygen -t ed25519` writes it.");
  if (!/-----END [A-Z ]*PRIVATE KEY-----/.test(text)) return other("a private key whose end is missing", "Give the whole file, from BEGIN to END.");
  return text.includes("-----BEGIN OPENSSH PRIVATE KEY-----") ? unusualOpenSsh(text, hasPassphrase) : lockedPem(text, hasPassphrase);
}

/** Ciphers of OpenSSH's own form that our SSH library opens a key with. */
const OPENED: ReadonlySet<string> = new Set([
  ...["aes128-cbc", "aes192-cbc", "aes256-cbc", "aes128-ctr", "aes192-ctr", "aes256-ctr", "3des-cbc"],
  ...["aes128-gcm@openssh.com", "aes256-gcm@openssh.com"],
]);

function unusualOpenSsh(text: string, hasPassphrase: boolean): UnreadableKey | undefined {
  const from = text.indexOf("-----BEGIN OPENSSH PRIVATE KEY-----") + "-----BEGIN OPENSSH PRIVATE KEY-----".length;
  const bytes = Buffer.from(text.slice(from, from + 400), "base64");
  if (bytes.toString("latin1", 0, 15) !== "openssh-key-v1\0") return undefined; // what reads it says what is wrong
  const cipher = bytes.toString("latin1", 19, 19 + Math.min(64, bytes.readUInt32BE(15)));
  if (/sk-(ssh|ecdsa)/.test(bytes.toString("latin1")))
    return other("a key that needs its security token", "Give a key that works without one: `ssh-keygen -t ed25519`.");
  if (cipher === "none") return undefined;
  if (!OPENED.has(cipher))
    return other(`a private key encrypted with ${cipher}, which is not supported`, "Encrypt it anew with `ssh-keygen -p -Z aes256-ctr -f KEY`.");
  return hasPassphrase ? undefined : LOCKED;
}

const lockedPem = (text: string, hasPassphrase: boolean): UnreadableKey | undefined =>
  !hasPassphrase && (text.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----") || /^Proc-Type: 4,ENCRYPTED/m.test(text)) ? LOCKED : undefined;

const isPublic = (text: string): boolean =>
  /^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-\S{1,20}|sk-\S{1,60}) AAAA/m.test(text.slice(0, 2_000)) ||
  /^-{4,5} ?BEGIN (RSA |SSH2 |DSA |EC )?PUBLIC KEY/.test(text);

const other = (what: string, cure: string): UnreadableKey => ({ what, cure });
const LOCKED = other(
  "an encrypted private key without its passphrase",
  "Give its PrivateKeyPassphrase, too, or take it off a copy with `ssh-keygen -p -N '' -f KEY`.",
);
