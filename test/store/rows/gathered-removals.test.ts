import { randomBytes } from "node:crypto";
import { expect, inject, it } from "vitest";
import { storageClients } from "../../../lib/store/clients.js";
import { gatheredRemovals } from "../../../lib/store/rows/gathered-removals.js";

it("takes rows away a hundred in a transaction, also when one of them is gone already", async () => {
  const { jobIndex } = storageClients({ connectionString: inject("storage"), prefix: `T${randomBytes(6).toString("hex")}` }).tables;
  await jobIndex.createTable();
  const keys = Array.from({ length: 100 }, (_, i) => ({ partitionKey: "open", rowKey: `row-${i}` }));
  await jobIndex.submitTransaction(keys.slice(1).map((key) => ["create", key])); // the first was never there
  await jobIndex.createEntity({ partitionKey: "open", rowKey: "stays" });
  const remove = gatheredRemovals(jobIndex);
  keys.forEach(remove);
  const left = async () => {
    const names: (string | undefined)[] = [];
    for await (const { rowKey } of jobIndex.listEntities()) names.push(rowKey);
    return names;
  };
  await expect.poll(left, { timeout: 20_000 }).toEqual(["stays"]);
});
