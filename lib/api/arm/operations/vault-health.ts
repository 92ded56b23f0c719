import { operation, resource } from "../operation.js";
import { vaultHealth } from "../vault-health.js";

export const VAULT_HEALTH_OPERATIONS = [
  operation("replicationVaultHealth.get", {
    method: "GET",
    path: "replicationVaultHealth",
    does: "counts fabrics and items by the health that was read from the vault",
    run: async ({ context }) => resource(await vaultHealth(context)),
  }),
  operation("replicationVaultHealth.refresh", {
    method: "POST",
    path: "replicationVaultHealth/default/refresh",
    scope: "reader",
    does: "counts anew, at once; `Import-ASRInventory -FromVault` reads the vault",
    run: async ({ context }) => resource(await vaultHealth(context)),
  }),
];
