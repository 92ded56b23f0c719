import { LOCKED, type UnreadableKey, unreadable } from "./unreadable-key.js";

const BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
const MAGIC = "openssh-key-v1\0";

/** Ciphers of OpenSSH's own form that our SSH library opens a key with. */
const OPENED: ReadonlySet<string> = new Set([
  ...["aes128-cbc", "aes192-cbc", "aes256-cbc", "aes128-ctr", "aes192-ctr", "aes256-ctr", "3des-cbc"],
  ...["aes128-gcm@openssh.com", "aes256-gcm@openssh.com"],
]);

/** More would hold all else up for seconds; `ssh-keygen` does 16 or 24 where it is told nothing. A file may ask for four thousand million. */
const MOST_ROUNDS = 128;

/** Names a key in OpenSSH's own form that would not be opened; what is no such key is named by what reads it. */
export function unusualOpenSsh(text: string, hasPassphrase: boolean): UnreadableKey | undefined {
  const from = text.indexOf(BEGIN) + BEGIN.length;
  const bytes = Buffer.from(text.slice(from, from + 600), "base64");
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  const [cipher = Buffer.alloc(0), , options = Buffer.alloc(0)] = stringsIn(bytes.subarray(MAGIC.length));
  const name = cipher.toString("latin1");
  if (/sk-(ssh|ecdsa)/.test(bytes.toString("latin1")))
    return unreadable("a key that needs its security token", "Give a key that works without one: `ssh-keygen -t ed25519`.");
  if (name === "none" || !/^[a-z0-9@.-]{3,64}$/.test(name)) return undefined;
  if (!OPENED.has(name))
    return unreadable(`a private key encrypted with ${name}, which is not supported`, "Encrypt it anew with `ssh-keygen -p -Z aes256-ctr -f KEY`.");
  return hasPassphrase ? tooManyRounds(options) : LOCKED;
}

function tooManyRounds(options: Buffer): UnreadableKey | undefined {
  const [salt] = stringsIn(options);
  const at = 4 + (salt?.length ?? 0);
  const rounds = at + 4 <= options.length ? options.readUInt32BE(at) : 0;
  if (rounds <= MOST_ROUNDS) return undefined;
  const what = `a private key whose passphrase takes ${rounds} rounds to try, where at most ${MOST_ROUNDS} are taken`;
  return unreadable(what, "Encrypt it anew with `ssh-keygen -p -a 16 -f KEY`.");
}

/** The first three texts with their lengths before them. */
function stringsIn(bytes: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length && found.length < 3; ) {
    const ends = at + 4 + bytes.readUInt32BE(at);
    if (ends > bytes.length) break;
    found.push(bytes.subarray(at + 4, ends));
    at = ends;
  }
  return found;
}
