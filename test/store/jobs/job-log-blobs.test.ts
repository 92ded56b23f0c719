import { expect, it } from "vitest";
import { jobLogBlobs } from "../../../lib/store/jobs/job-log-blobs.js";
import { piecesOf, sizeOf } from "../../../lib/store/jobs/job-log-parts.js";
import { memoryJobLogs } from "../memory/memory-job-logs.js";
import { openClients, openStorage } from "../open-storage.js";
import { jobLogStoreContract } from "./job-log-store.contract.js";

jobLogStoreContract("memory", async () => memoryJobLogs());
jobLogStoreContract("Azurite", async () => (await openStorage()).jobLogs);

it("reads parts that an earlier release named by their first byte alone, and goes on behind them", async () => {
  const clients = await openClients();
  const logs = jobLogBlobs(clients.logs);
  await clients.logs.getBlockBlobClient("job-7/000000000000.log").upload("abc", 3);
  await logs.write("job-7", 3, "def");
  expect(await logs.read("job-7", 0, 100)).toEqual({ text: "abcdef", next: 6, size: 6 });
});

it("ends a log at the first gap", () => {
  const parts = [
    { name: "a", offset: 0, size: 3 },
    { name: "c", offset: 5, size: 2 },
  ];
  expect(sizeOf(parts)).toBe(3);
  expect(piecesOf(parts, 0, 3)).toEqual([{ part: parts[0], start: 0, end: 3 }]);
});
