import { createHash, createSecretKey, type KeyObject } from "node:crypto";
import { FleetError } from "../../core/errors.js";

/** Keys that seal rows; new rows take the first. */
export type SealingKeyRing = Readonly<{ current: string; keys: ReadonlyMap<string, KeyObject> }>;

/** Reads `id:key` or bare `key` entries with commas between them; each key is 32 bytes in base64. Messages name ids, never keys. */
export function sealingKeyRing(text: string): SealingKeyRing {
  const keys = new Map<string, KeyObject>();
  for (const [i, entry] of text.split(",").entries()) {
    const [, named, base64] = /^\s*(?:([\w.-]{1,64}):)?([\w+/-]+={0,2})\s*$/.exec(entry) ?? [];
    if (!base64) throw wrong(`entry ${i + 1} is neither id:key nor a key`);
    const key = Buffer.from(base64, "base64");
    if (key.length !== 32) throw wrong(`the key ${named ? `"${named}"` : `of entry ${i + 1}`} has ${key.length} bytes`);
    const id = named ?? idOf(key);
    if (keys.has(id)) throw wrong(`the id "${id}" stands there twice`);
    keys.set(id, createSecretKey(key));
  }
  const [current = ""] = keys.keys();
  return { current, keys };
}

/** A bare key is known by its digest, so that it keeps its id when another one is put before it. */
const idOf = (key: Buffer): string => createHash("sha256").update(key).digest("hex").slice(0, 8);

const wrong = (what: string) =>
  new FleetError(
    "InvalidSettings",
    `The sealing keys must be id:key (or only key) entries with commas between them, each key 32 bytes in base64 (openssl rand -base64 32); ${what}`,
  );
