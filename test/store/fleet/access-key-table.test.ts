import { memoryAccessKeys } from "../memory/memory-access-keys.js";
import { openStorage } from "../open-storage.js";
import { accessKeyStoreContract } from "./access-key-store.contract.js";

accessKeyStoreContract("memory", async () => memoryAccessKeys());
accessKeyStoreContract("Azurite", async () => (await openStorage()).keys);
