import { randomUUID } from "node:crypto";
import { z } from "zod";
import { FleetError, hasCode } from "../core/errors.js";
import type { StorageClients } from "./clients.js";
import { rows } from "./rows/rows.js";

const Installation = z.object({ id: z.string() });
const KEY = { partitionKey: "installation", rowKey: "id" };

/** The id that tells this installation from others: made once, the same for ever, also when several instances ask first at once. */
export async function installationId({ tables }: Pick<StorageClients, "tables">): Promise<string> {
  const installations = rows<z.infer<typeof Installation>>(tables.fabrics, {
    schema: Installation,
    nameOf: () => "The id of this installation",
    keyOf: () => KEY,
  });
  const known = await installations.find(KEY);
  if (known) return known.value.id;
  const id = randomUUID();
  try {
    await installations.create({ id });
    return id;
  } catch (error) {
    if (!hasCode(error, "Conflict")) throw error;
  }
  const winner = await installations.find(KEY);
  if (winner) return winner.value.id;
  throw new FleetError("Internal", "The id of this installation was removed while it was read", { retryable: true });
}
