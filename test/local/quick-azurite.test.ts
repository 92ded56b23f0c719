import { expect, it } from "vitest";
import { storageClients } from "../../lib/store/clients.js";
import { startStorage } from "../../local/storage.js";

it("finds a row among thousands of its partition as soon as among few", async () => {
  const storage = await startStorage();
  try {
    const { jobs } = storageClients({ connectionString: storage.connectionString }).tables;
    await jobs.createTable();
    const entity = (i: number) => ({ partitionKey: "one", rowKey: `row-${i}` });
    for (let i = 0; i < 3000; i += 100) await jobs.submitTransaction(Array.from({ length: 100 }, (_, j) => ["create", entity(i + j)]));
    expect((await jobs.getEntity("one", "row-2999")).rowKey).toBe("row-2999");
    await expect(jobs.getEntity("other", "row-2999")).rejects.toMatchObject({ statusCode: 404 });
    await jobs.createEntity({ partitionKey: "other", rowKey: "row-2999" });
    expect((await jobs.getEntity("other", "row-2999")).partitionKey).toBe("other");
  } finally {
    await storage.close();
  }
});
