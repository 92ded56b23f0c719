import type { ContainerClient } from "@azure/storage-blob";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { isUuidv7 } from "../../core/ids.js";
import { ImportOutcome, InventoryImport } from "../../fleet/machines/inventory.js";
import type { ImportStore } from "../../fleet/ports.js";
import { putJson, putNewJson, readReadable } from "../rows/json-blob.js";
import { storageFailure } from "../rows/storage-error.js";

const Decision = z.object({ outcome: ImportOutcome });

/** What is decided stays so. */
const decided = new LRUCache<string, ImportOutcome>({ max: 1000 });

/** The lines of an import lie at `imports/<id>.json`; what became of it is in `imports/<id>.outcome`, which is written once. */
export function importBlobs(container: ContainerClient): ImportStore {
  const keyOf = (id: string) => `${container.url}/${id.toLowerCase()}`;
  const store: ImportStore = {
    put: (inventory) => putJson(container, linesOf(inventory.id), inventory),
    find: async (id) => (isUuidv7(id) ? readReadable(container, linesOf(id), InventoryImport) : undefined),
    async remove(id) {
      const blob = container.getBlobClient(linesOf(id));
      await blob.deleteIfExists().catch(storageFailure(linesOf(id)));
    },
    async decide(id, outcome) {
      await putNewJson(container, outcomeOf(id), { outcome });
      const holds = await readReadable(container, outcomeOf(id), Decision); // an earlier word, or this one
      if (holds) return holds.outcome;
      await putJson(container, outcomeOf(id), { outcome }); // the earlier word cannot be read
      return outcome;
    },
    async outcome(id) {
      if (!isUuidv7(id)) return undefined;
      const known = decided.get(keyOf(id)) ?? (await readReadable(container, outcomeOf(id), Decision, true))?.outcome;
      if (known) decided.set(keyOf(id), known);
      return known;
    },
  };
  return store;
}

const linesOf = (id: string) => `imports/${id.toLowerCase()}.json`;
const outcomeOf = (id: string) => `imports/${id.toLowerCase()}.outcome`;
