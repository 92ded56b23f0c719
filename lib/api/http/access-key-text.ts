import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../core/clock.js";
import { Secret } from "../../core/secret.js";
import type { AccessKey, Scope } from "../../fleet/accounts/access-key.js";
import type { AccessKeyStore } from "../../fleet/ports.js";

/** Makes a key `mf_<id>_<secret>`; what is given back is shown once and is kept nowhere. */
export async function createAccessKey(
  { keys, clock }: Readonly<{ keys: AccessKeyStore; clock: Clock }>,
  { scope, label, expiresAt }: Readonly<{ scope: Scope; label: string; expiresAt?: Date }>,
): Promise<Readonly<{ key: Secret; stored: AccessKey }>> {
  const id = randomBytes(8).toString("hex");
  const key = `mf_${id}_${randomBytes(32).toString("base64url")}`;
  const stored: AccessKey = {
    id,
    hash: hashOfKey(key),
    scope,
    label,
    createdAt: clock.now().toISOString(),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
  };
  await keys.create(stored);
  return { key: new Secret(key), stored };
}

/** The secret is 256 random bits, so one round of SHA-256 keeps it. */
export const hashOfKey = (key: string): string => createHash("sha256").update(key).digest("hex");

/** The id in a key, or undefined when the text is no key. */
export const idOfKey = (key: string): string | undefined => /^mf_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/.exec(key)?.[1];
