import { createHash, createPrivateKey, type KeyObject } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { ParsedKey, utils } from "ssh2";
import type { Secret } from "../../../core/secret.js";
import { loadSsh } from "../load-ssh.js";
import { keyText } from "./key-text.js";
import { openSshEd25519 } from "./open-ssh-key.js";
import { otherThanKey } from "./other-than-key.js";
import { isPuttyCurve, readPuttyCurve, WRONG_OR_DAMAGED } from "./putty-key.js";
import type { UnreadableKey } from "./unreadable-key.js";

/** A key to log in with, or why there is none in the text. */
export type ReadKey = Readonly<{ key: ParsedKey }> | UnreadableKey;

/** A passphrase takes some tenths of a second to try, in which nothing else runs: a fleet logs in with few keys many times. */
const READ = new LRUCache<string, ReadKey>({ max: 100, ttl: 600_000 });

/** Reads a private key in OpenSSH form, PEM (PKCS#1, SEC1, PKCS#8; each also encrypted) or PuTTY's version 2. Nothing of the key is in what it says. */
export async function readPrivateKey(privateKey: Secret, passphrase?: Secret): Promise<ReadKey> {
  const [text, phrase] = [privateKey.reveal(), passphrase?.reveal()];
  const name = createHash("sha256")
    .update(JSON.stringify([text, phrase]))
    .digest("base64");
  const { utils } = await loadSsh();
  const known = READ.get(name) ?? read(keyText(text), phrase, utils);
  READ.set(name, known);
  return known;
}

function read(text: string, passphrase: string | undefined, ssh: Parser): ReadKey {
  const form = formOf(text, passphrase);
  return "text" in form ? parsed(form, ssh) : form;
}

type Parser = Pick<typeof utils, "parseKey">;
/** A text that our SSH library reads. */
type Form = Readonly<{ text: string; passphrase?: string | undefined }>;

function formOf(text: string, passphrase: string | undefined): Form | UnreadableKey {
  const other = otherThanKey(text, passphrase !== undefined);
  if (other) return other;
  if (/^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) return fromPkcs8(text, passphrase);
  if (isPuttyCurve(text)) return fromPutty(text, passphrase);
  return { text, passphrase: /^Encryption: none$/m.test(text) ? undefined : passphrase };
}

function fromPkcs8(pem: string, passphrase: string | undefined): Form | UnreadableKey {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: "pem", ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    const isEncrypted = pem.startsWith("-----BEGIN ENCRYPTED");
    const isWrong = isEncrypted && error instanceof Error && /bad decrypt|pkcs12|cipherfinal/i.test(error.message);
    return isWrong ? WRONG_PASSPHRASE : damaged(isEncrypted ? "an encrypted PKCS#8 key that cannot be opened" : "a PKCS#8 key");
  }
  return written(key);
}

function fromPutty(text: string, passphrase = ""): Form | UnreadableKey {
  try {
    return written(readPuttyCurve(text, passphrase));
  } catch (error) {
    return error instanceof Error && error.message === WRONG_OR_DAMAGED ? WRONG_PASSPHRASE : damaged("a PuTTY key");
  }
}

/** In the form that our SSH library reads. */
function written(key: KeyObject): Form | UnreadableKey {
  switch (key.asymmetricKeyType) {
    case "rsa":
      return { text: key.export({ type: "pkcs1", format: "pem" }).toString() };
    case "ec":
      return { text: key.export({ type: "sec1", format: "pem" }).toString() };
    case "ed25519":
      return { text: openSshEd25519(key) };
    default:
      return otherType(String(key.asymmetricKeyType));
  }
}

const otherType = (type: string): UnreadableKey => ({
  what: `a key of the type ${type}, which SSH does not log in with`,
  cure: "Make one with `ssh-keygen -t ed25519`.",
});

function parsed({ text, passphrase }: Form, ssh: Parser): ReadKey {
  const found = ssh.parseKey(text, passphrase);
  if (!(found instanceof Error)) {
    if (!found.isPrivateKey()) return { what: "a public key", cure: GIVE_PRIVATE };
    if (found.type === "ssh-dss") return otherType("dsa");
    return signs(found) ? { key: found } : damaged("a private key that does not belong to its public half, or cannot sign");
  }
  if (/bad passphrase|bad decrypt|unable to authenticate data/i.test(found.message)) return WRONG_PASSPHRASE;
  return damaged("a private key that cannot be read");
}

/** A key of which a part was cut or changed may still be read; a server would refuse what it signs. */
function signs(key: ParsedKey): boolean {
  const signed = key.sign(PROBE);
  return Buffer.isBuffer(signed) && key.verify(PROBE, signed) === true;
}

const PROBE = "Mobility Fleet";
const GIVE_PRIVATE = "Give the private key: the file beside it, without .pub.";
const WRONG_PASSPHRASE: UnreadableKey = {
  what: "a private key that its passphrase does not open",
  cure: "Give the right PrivateKeyPassphrase; try it with `ssh-keygen -y -f KEY`.",
};
const damaged = (what: string): UnreadableKey => ({
  what: `${what} (damaged, cut, or of a type that is not supported)`,
  cure: "Try it with `ssh-keygen -y -f KEY`; when that works, convert it with `ssh-keygen -p -m PEM -f KEY` on a copy of it.",
});
