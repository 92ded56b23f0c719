import { memoryBatches } from "../memory/memory-batches.js";
import { openStorage } from "../open-storage.js";
import { batchStoreContract } from "./batch-store.contract.js";

batchStoreContract("memory", async () => memoryBatches());
batchStoreContract("Azurite", async () => (await openStorage()).batches);
