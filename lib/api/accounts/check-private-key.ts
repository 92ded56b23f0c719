import { FleetError } from "../../core/errors.js";
import type { Credential } from "../../fleet/accounts/credential.js";
import { keyFault } from "../../jobs/key-fault.js";

/** Refuses a private key that nobody could log in with when it is given, not when a machine waits. Errors: InvalidParameter. */
export async function checkPrivateKey(credential: Credential): Promise<void> {
  const fault = await keyFault(credential);
  if (!fault) return;
  const message = `PrivateKey holds ${fault.what}; expected a private key in OpenSSH form, PEM, PKCS#8 or PuTTY's version 2. ${fault.cure}`;
  throw new FleetError("InvalidParameter", message, {
    target: fault.what.includes("passphrase") ? "PrivateKeyPassphrase" : "PrivateKey",
    recommendedAction: fault.cure,
  });
}
