import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, expect, it } from "vitest";
import { runningStorage, startKeptStorage } from "../../../local/start/kept-storage.js";

const folder = mkdtempSync(join(tmpdir(), "kept-storage-"));
const file = join(folder, ".fleet", "storage.json");
afterAll(() => rmSync(folder, { recursive: true }));

it("keeps data over starts, tells the owner alone where it is, and runs once for a folder", { timeout: 60_000 }, async () => {
  expect(await runningStorage(folder)).toBeNull();
  const first = await startKeptStorage(folder);
  expect(await runningStorage(folder)).toBe(first.connectionString);
  expect([statSync(file).mode & 0o777, statSync(join(folder, ".fleet")).mode & 0o077]).toEqual([0o600, 0]);
  await expect(startKeptStorage(folder)).rejects.toMatchObject({ code: "StorageUnavailable", message: expect.stringContaining("it runs already") });
  await QueueServiceClient.fromConnectionString(first.connectionString).getQueueClient("kept").create();
  await first.close();
  expect(await runningStorage(folder)).toBeNull();
  const second = await startKeptStorage(folder);
  expect(await QueueServiceClient.fromConnectionString(second.connectionString).getQueueClient("kept").exists()).toBe(true);
  await second.close();
});

it.each(["", "{}", '{"pid":-1,"connectionString":"x"}', '{"pid":4194304999,"connectionString":"x"}'])(
  "is not running where its file says %j",
  async (text) => {
    writeFileSync(file, text);
    expect(await runningStorage(folder)).toBeNull();
  },
);
