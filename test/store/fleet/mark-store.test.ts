import { memoryStorage } from "../memory/memory-storage.js";
import { openStorage } from "../open-storage.js";
import { markStoreContract } from "./mark-store.contract.js";

markStoreContract("memory", async () => memoryStorage());
markStoreContract("Azurite", openStorage);
