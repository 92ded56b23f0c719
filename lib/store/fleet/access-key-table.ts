import type { TableClient } from "@azure/data-tables";
import { AccessKey } from "../../fleet/accounts/access-key.js";
import type { AccessKeyStore } from "../../fleet/ports.js";
import { encodeKey } from "../rows/keys.js";
import { rows } from "../rows/rows.js";

const KEYS = "keys";

/** Fleet keys, as hashes, in one partition. */
export function accessKeyTable(table: TableClient): AccessKeyStore {
  const keys = rows<AccessKey>(table, { schema: AccessKey, nameOf: ({ id }) => `Fleet key ${id}`, keyOf: ({ id }) => keyOf(id) });
  return {
    find: async (id) => (await keys.find(keyOf(id)))?.value,
    list: () => keys.query(`PartitionKey eq '${KEYS}'`),
    create: async (key) => void (await keys.create(key)),
    remove: (id) => keys.remove(keyOf(id)),
  };
}

const keyOf = (id: string) => ({ partitionKey: KEYS, rowKey: encodeKey(id) });
