import type { Credential } from "../fleet/accounts/credential.js";
import { readPrivateKey } from "../remote/ssh/login/private-key.js";

/** What is wrong with the private key of a credential and what makes it right; undefined when it can be logged in with, or there is none. */
export async function keyFault({ privateKey, privateKeyPassphrase }: Credential): Promise<Readonly<{ what: string; cure: string }> | undefined> {
  const read = privateKey && (await readPrivateKey(privateKey, privateKeyPassphrase));
  return read?.key ? undefined : read;
}
