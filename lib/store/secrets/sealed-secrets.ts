import type { TableClient } from "@azure/data-tables";
import { hasCode } from "../../core/errors.js";
import type { SecretStore } from "../../fleet/ports.js";
import { rows } from "../rows/rows.js";
import { Sealed, seal, unseal } from "./seal.js";
import type { SealingKeyRing } from "./sealing-key-ring.js";
import { checkSecretName } from "./secret-name.js";

/** `unopened`: names of those that no key opens. */
export type Rotation = Readonly<{ secrets: number; sealedAnew: number; unopened: readonly string[] }>;
export type SealedSecretStore = SecretStore & Readonly<{ rotate(): Promise<Rotation> }>;

const SECRETS = "secrets";

/** Secrets in table rows that only the key ring opens. `rotate` seals all rows with the current key; safe to repeat. */
export function sealedSecrets(table: TableClient, ring: SealingKeyRing): SealedSecretStore {
  const sealed = rows<Sealed>(table, { schema: Sealed, nameOf: ({ name }) => `Secret "${name}"`, keyOf: ({ name }) => keyOf(name) });
  const reseal = async (name: string) => {
    const found = await sealed.find(keyOf(name));
    if (!found || found.value.keyId === ring.current) return false;
    return sealed.replace(seal(ring, name, unseal(ring, name, found.value)), found.etag).then(() => true, ignoreConflict);
  };
  return {
    async find(text) {
      const name = checkSecretName(text);
      const found = await sealed.find(keyOf(name));
      return found && unseal(ring, name, found.value);
    },
    put: async (name, value) => sealed.put(seal(ring, checkSecretName(name), value)),
    remove: async (name) => sealed.remove(keyOf(checkSecretName(name))),
    async rotate() {
      const all = await sealed.query(`PartitionKey eq '${SECRETS}'`);
      let sealedAnew = 0;
      const unopened: string[] = [];
      for (const { name, keyId } of all) {
        if (keyId === ring.current) continue;
        try {
          if (await reseal(name)) sealedAnew++;
        } catch (error) {
          if (!hasCode(error, "Internal")) throw error;
          unopened.push(name);
        }
      }
      return { secrets: all.length, sealedAnew, unopened };
    },
  };
}

const keyOf = (name: string) => ({ partitionKey: SECRETS, rowKey: name });

/** Who wrote meanwhile, sealed with a key of their own settings; the next rotation looks at it. */
function ignoreConflict(error: unknown): false {
  if (hasCode(error, "Conflict")) return false;
  throw error;
}
