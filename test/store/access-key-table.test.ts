import { accessKeyStoreContract } from "./access-key-store.contract.js";
import { memoryAccessKeys } from "./memory-access-keys.js";
import { openStorage } from "./open-storage.js";

accessKeyStoreContract("memory", async () => memoryAccessKeys());
accessKeyStoreContract("Azurite", async () => (await openStorage()).keys);
