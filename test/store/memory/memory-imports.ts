import type { ImportOutcome, InventoryImport } from "../../../lib/fleet/machines/inventory.js";
import type { ImportStore } from "../../../lib/fleet/ports.js";

/** Imports of the inventory in memory. */
export function memoryImports(): ImportStore {
  const imports = new Map<string, InventoryImport>();
  const outcomes = new Map<string, ImportOutcome>();
  return {
    put: async (inventory) => void imports.set(inventory.id.toLowerCase(), structuredClone(inventory)),
    find: async (id) => structuredClone(imports.get(id.toLowerCase())),
    remove: async (id) => void imports.delete(id.toLowerCase()),
    async decide(id, outcome) {
      const holds = outcomes.get(id.toLowerCase()) ?? outcome;
      outcomes.set(id.toLowerCase(), holds);
      return holds;
    },
    outcome: async (id) => outcomes.get(id.toLowerCase()),
  };
}
