import { createHash } from "node:crypto";
import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { uuidv7 } from "../../core/ids.js";
import { Secret } from "../../core/secret.js";
import type { RunAsAccount } from "./account.js";
import type { Credential } from "./credential.js";

/** How the names begin under which the secret store keeps the credentials of a run-as account, `account-<fabric>-<id>`; in rows of earlier releases it is the whole name. */
export const credentialSecretName = (fabric: string, accountId: string): string => `account-${nameable(fabric)}-${nameable(accountId)}`;

/** A name that no other call writes; it sorts by its time. */
export const newSecretName = (beginning: string, now: Date): string => `${beginning}-${uuidv7(now)}`;

/** The name under which the secret store keeps the present credential of the account. */
export const secretOf = ({ credentialSecret, fabric, id }: Pick<RunAsAccount, "credentialSecret" | "fabric" | "id">): string =>
  credentialSecret ?? credentialSecretName(fabric, id);

/** How the names begin under which the secret store keeps what machines register with: a passphrase, or the text of config.json. */
export const registrationSecretName = (fabric: string): string => `registration-${nameable(fabric)}`;

/** The whole credential as one secret, so that its parts can never be of different versions. */
export function encodeCredential({ password, privateKey, privateKeyPassphrase }: Credential): Secret {
  const parts = { password, privateKey, privateKeyPassphrase };
  return new Secret(JSON.stringify(Object.fromEntries(Object.entries(parts).map(([name, secret]) => [name, secret?.reveal()]))));
}

/** Reads what `encodeCredential` made. Throws Internal when the secret holds something else; the error does not show it. */
export function decodeCredential(secret: Secret): Credential {
  const parsed = Encoded.safeParse(parse(secret));
  if (!parsed.success) throw unreadable();
  const { password, privateKey, privateKeyPassphrase } = parsed.data;
  return {
    ...(password !== undefined && { password: new Secret(password) }),
    ...(privateKey !== undefined && { privateKey: new Secret(privateKey) }),
    ...(privateKeyPassphrase !== undefined && { privateKeyPassphrase: new Secret(privateKeyPassphrase) }),
  };
}

const Encoded = z.object({ password: z.string().optional(), privateKey: z.string().optional(), privateKeyPassphrase: z.string().optional() });

function parse(secret: Secret): unknown {
  try {
    return JSON.parse(secret.reveal());
  } catch {
    throw unreadable(); // without the cause: its message quotes the text
  }
}

const unreadable = () =>
  new FleetError("Internal", "The stored credential is not one that this product wrote", {
    recommendedAction: "Set the credential of the run-as account again.",
  });

/** Names compare without regard to case; what a secret's name may not hold is replaced by a digest. */
function nameable(text: string): string {
  const name = text.toLowerCase();
  return /^[a-z0-9-]{1,64}$/.test(name) ? name : `x${createHash("sha256").update(name).digest("hex").slice(0, 40)}`;
}
