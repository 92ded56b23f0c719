import { expect, it } from "vitest";
import { piecesOf, sizeOf } from "../../../lib/store/jobs/job-log-parts.js";
import { memoryJobLogs } from "../memory/memory-job-logs.js";
import { openStorage } from "../open-storage.js";
import { jobLogStoreContract } from "./job-log-store.contract.js";

jobLogStoreContract("memory", async () => memoryJobLogs());
jobLogStoreContract("Azurite", async () => (await openStorage()).jobLogs);

it("ends a log at the first gap", () => {
  const parts = [
    { name: "a", offset: 0, size: 3 },
    { name: "c", offset: 5, size: 2 },
  ];
  expect(sizeOf(parts)).toBe(3);
  expect(piecesOf(parts, 0, 3)).toEqual([{ part: parts[0], start: 0, end: 3 }]);
});
