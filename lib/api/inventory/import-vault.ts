import type { Secret } from "../../core/secret.js";
import { checkEndpoint } from "../../fleet/vault/vault-endpoint.js";
import type { VaultPlace } from "../../fleet/vault/vault-place.js";
import { findRepeated } from "../../jobs/control/repeated-call.js";
import type { AskedBy } from "../../jobs/control/start-job.js";
import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { startWithToken } from "../jobs/start-with-token.js";
import { refuseSecondImport, saveImport } from "./start-import.js";

type AskedWith = AskedBy & Readonly<{ token?: Secret }>;

/** Starts the job that reads the vault. A token lies in the secret store until the job has ended, and nowhere else. */
export async function importVault(context: FleetContext, place: VaultPlace, { token, ...asked }: AskedWith): Promise<Job> {
  if (place.endpoint !== undefined) checkEndpoint(place.endpoint);
  const request = (importId: string) => ({
    recipe: "import-vault" as const,
    target: { kind: "inventory" as const, name: importId, friendlyName: place.vaultName },
    input: { importId, vault: { ...place, ...(token && { tokenSecret: `vault-token-${importId}` }) } },
    ...asked,
  });
  const repeated = await findRepeated(context.jobs, request(""), { exceptOwn: true });
  await refuseSecondImport(context, repeated);
  const importId = repeated?.target.name ?? (await saveImport(context, []));
  const start = () => context.startJob(request(importId));
  return token ? startWithToken(context, { token, name: `vault-token-${importId}`, isNew: !repeated, start }) : start();
}
