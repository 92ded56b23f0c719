import type { Secret } from "../../core/secret.js";
import { decodeCredential, secretOf } from "../../fleet/accounts/credential-secret.js";
import type { SupportWork } from "../engine/step.js";

/** Every secret that what is known about a fabric might show: its accounts', its registration secret, and the product's own. */
export async function knownSecrets({ accounts, fabrics, secrets, product }: SupportWork, fabricName: string | undefined): Promise<readonly Secret[]> {
  if (fabricName === undefined) return product.secrets;
  const fabric = (await fabrics.find(fabricName))?.value;
  const registration = fabric?.registrationSecret === undefined ? undefined : await secrets.find(fabric.registrationSecret);
  const held = await Promise.all((await accounts.list(fabricName)).map((account) => secrets.find(secretOf(account))));
  const credentials = held.flatMap((secret) => (secret ? [secret, ...Object.values(decodeCredential(secret))] : []));
  return [...product.secrets, ...(registration ? [registration] : []), ...credentials];
}
