import { FleetError } from "../../core/errors.js";
import type { VaultReader } from "../../fleet/vault/vault.js";
import type { VaultPlace } from "../../fleet/vault/vault-place.js";
import type { FleetStepContext } from "../engine/step.js";
import type { Job } from "../job.js";

/** The vault that the job was told to read, opened with the token that came with the call, or else as the app itself. */
export async function openVault({ job, fleet }: Pick<FleetStepContext<"import-vault" | "refresh-provider">, "job" | "fleet">): Promise<VaultReader> {
  const tokenSecret = job.input.vault?.tokenSecret;
  const token = tokenSecret === undefined ? undefined : await fleet.secrets.find(tokenSecret);
  if (tokenSecret !== undefined && !token)
    throw new FleetError("VaultRefused", "The token that came with the call is gone; call again", { target: "AccessToken" });
  return fleet.openVault(vaultPlaceOf(job), token);
}

/** Where that vault is, without the name of a secret. */
export function vaultPlaceOf({ name, input }: Job): VaultPlace {
  if (!input.vault) throw new FleetError("Internal", `Job ${name} reads a vault and names none`);
  const { tokenSecret: _secret, ...place } = input.vault;
  return place;
}
