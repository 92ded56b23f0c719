import { importStoreContract } from "./import-store.contract.js";
import { memoryImports } from "./memory-imports.js";
import { openStorage } from "./open-storage.js";

importStoreContract("memory", async () => memoryImports());
importStoreContract("Azurite", async () => (await openStorage()).imports);
