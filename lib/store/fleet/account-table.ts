import type { TableClient } from "@azure/data-tables";
import { RunAsAccount } from "../../fleet/accounts/account.js";
import type { AccountStore } from "../../fleet/ports.js";
import { encodeKey } from "../rows/keys.js";
import { rows } from "../rows/rows.js";

/** Run-as accounts, one partition a fabric, listed by their numbers. */
export function accountTable(table: TableClient): AccountStore {
  const accounts = rows<RunAsAccount>(table, {
    schema: RunAsAccount,
    nameOf: ({ id, fabric }) => `Run-as account ${id} of fabric "${fabric}"`,
    keyOf: ({ fabric, id }) => accountKey(fabric, id),
  });
  return {
    find: (fabric, id) => accounts.find(accountKey(fabric, id)),
    list: async (fabric) => (await accounts.query(`PartitionKey eq '${encodeKey(fabric)}'`)).sort((a, b) => Number(a.id) - Number(b.id)),
    create: (account) => accounts.create(account),
    replace: (account, etag) => accounts.replace(account, etag),
    remove: ({ fabric, id }, etag) => accounts.remove(accountKey(fabric, id), etag),
  };
}

const accountKey = (fabric: string, id: string) => ({ partitionKey: encodeKey(fabric), rowKey: encodeKey(id) });
