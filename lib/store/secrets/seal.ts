import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { Secret } from "../../core/secret.js";
import type { SealingKeyRing } from "./sealing-key-ring.js";

/** A secret sealed with AES-256-GCM; all but the key's id is base64. */
export const Sealed = z.object({ name: z.string(), keyId: z.string(), iv: z.string(), tag: z.string(), data: z.string() });
export type Sealed = Readonly<z.infer<typeof Sealed>>;

/** Seals with the current key. The name is bound in, so that a row moved to another name does not open. */
export function seal(ring: SealingKeyRing, name: string, value: Secret): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(ring, ring.current, name), iv).setAAD(boundName(name));
  const data = Buffer.concat([cipher.update(value.reveal(), "utf8"), cipher.final()]);
  return { name, keyId: ring.current, iv: base64(iv), tag: base64(cipher.getAuthTag()), data: base64(data) };
}

/** Opens what was sealed under this name; throws InvalidSettings when its key is not in the ring, Internal when it was tampered with. */
export function unseal(ring: SealingKeyRing, name: string, { keyId, iv, tag, data }: Sealed): Secret {
  const key = keyOf(ring, keyId, name);
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes(iv), { authTagLength: 16 }).setAAD(boundName(name)).setAuthTag(bytes(tag));
    return new Secret(Buffer.concat([decipher.update(bytes(data)), decipher.final()]).toString());
  } catch {
    throw new FleetError(
      "Internal",
      `The secret "${name}" does not open with the sealing key "${keyId}": the row was changed, or the key has another value. Set the secret again`,
    );
  }
}

function keyOf({ keys }: SealingKeyRing, id: string, name: string): KeyObject {
  const key = keys.get(id);
  if (key) return key;
  const known = [...keys.keys()].map((known) => `"${known}"`).join(", ");
  throw new FleetError(
    "InvalidSettings",
    `The secret "${name}" is sealed with the key "${id}", and the settings know ${known || "none"}. Add that key behind the current one`,
  );
}

const boundName = (name: string) => Buffer.from(`fleet secret 1|${name}`);

const base64 = (data: Buffer) => data.toString("base64");

const bytes = (text: string) => Buffer.from(text, "base64");
