import type { Secret } from "../../core/secret.js";
import { checkEndpoint } from "../../fleet/vault/vault-endpoint.js";
import type { VaultPlace } from "../../fleet/vault/vault-place.js";
import type { Job } from "../../jobs/job.js";
import type { Asked as AskedOfJob } from "../../jobs/start-job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { refuseSecondImport, saveImport } from "./import-inventory.js";

type Asked = AskedOfJob & Readonly<{ token?: Secret }>;

/** Starts the job that reads the vault. A token lies in the secret store until the job has ended, and nowhere else. */
export async function importVault(context: FleetContext, place: VaultPlace, { token, ...asked }: Asked): Promise<Job> {
  if (place.endpoint !== undefined) checkEndpoint(place.endpoint);
  await refuseSecondImport(context);
  const importId = await saveImport(context, []);
  const tokenSecret = token && `vault-token-${importId}`;
  if (token && tokenSecret) await context.secrets.put(tokenSecret, token);
  return context.startJob({
    recipe: "import-vault",
    target: { kind: "inventory", name: importId, friendlyName: place.vaultName },
    input: { importId, vault: { ...place, ...(tokenSecret && { tokenSecret }) } },
    ...asked,
  });
}
