import type { TableClient } from "@azure/data-tables";
import type { SecretDoubts } from "../../fleet/ports.js";
import { SecretDoubt } from "../../fleet/secrets/secret-doubt.js";
import { rows } from "../rows/rows.js";

/** The partition beside the sealed secrets. */
export const DOUBTS = "doubts";

/** Doubts by the name of their secret; the last one noted holds. */
export function secretDoubtTable(table: TableClient): SecretDoubts {
  const keyOf = ({ secret }: Pick<SecretDoubt, "secret">) => ({ partitionKey: DOUBTS, rowKey: secret });
  const doubts = rows<SecretDoubt>(table, { schema: SecretDoubt, nameOf: ({ secret }) => `The doubt about the secret "${secret}"`, keyOf });
  return {
    note: (doubt) => doubts.put(doubt),
    list: (most) => doubts.queryVersioned(`PartitionKey eq '${DOUBTS}'`, most),
    settle: (doubt, etag) => doubts.remove(keyOf(doubt), etag),
  };
}
