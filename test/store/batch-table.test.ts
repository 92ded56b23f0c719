import { batchStoreContract } from "./batch-store.contract.js";
import { memoryBatches } from "./memory-batches.js";
import { openStorage } from "./open-storage.js";

batchStoreContract("memory", async () => memoryBatches());
batchStoreContract("Azurite", async () => (await openStorage()).batches);
