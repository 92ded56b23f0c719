import type { VaultItem, VaultReader } from "../../lib/fleet/vault/vault.js";

export const VAULT_PLACE = { subscriptionId: "11111111-2222-3333-4444-555555555555", resourceGroup: "rg-1", vaultName: "vault-1" };
export const VAULT_ITEMS = ["vault-a", "vault-b", "vault-c"] as const;
export const VAULT_SERVER_VERSION = "9.62.1.1";

const item = (name: string): VaultItem => ({
  ...{ fabric: "vault-fabric", container: "cloud", name, friendlyName: name, address: `${name}.invalid`, osType: "Linux", kind: "Mobility" },
  facts: { vaultName: VAULT_PLACE.vaultName, item: name, readTime: "2026-11-01T09:00:00.000Z", healthErrors: [], upgradeBlockedBy: [] },
});

/** A vault with one fabric, whose items come in two pages. */
export const simulatedVault: VaultReader = {
  readFabrics: async () => [
    {
      ...{ name: "vault-fabric", friendlyName: "Vault fabric", generation: "Classic", serverVersion: VAULT_SERVER_VERSION, server: {} },
      ...{ containers: [{ name: "cloud", friendlyName: "cloud" }], accounts: [{ id: "7", name: "push" }] },
      ...{ processServers: [], masterTargets: [], applianceParts: [], providers: [] },
    },
  ],
  readItems: async (after) => {
    const [first, ...others] = VAULT_ITEMS;
    return after === undefined ? { items: [item(first)], next: "2" } : { items: others.map(item) };
  },
};
