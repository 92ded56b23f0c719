import { expect, it } from "vitest";
import { jobLogBlobs } from "../../lib/store/job-log-blobs.js";
import { jobLogStoreContract } from "./job-log-store.contract.js";
import { memoryJobLogs } from "./memory-job-logs.js";
import { openClients, openStorage } from "./open-storage.js";

jobLogStoreContract("memory", async () => memoryJobLogs());
jobLogStoreContract("Azurite", async () => (await openStorage()).jobLogs);

it("says at the end of a full log that it is full", async () => {
  const logs = jobLogBlobs((await openClients()).logs, { mostBlocks: 3 });
  await logs.append("job-1", "one");
  await logs.append("job-1", "two");
  expect((await logs.read("job-1", 0, 1000)).text).toMatch(/^onetwo\n\[The log ends here: .*\]\n$/);
});
