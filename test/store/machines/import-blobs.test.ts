import { memoryImports } from "../memory/memory-imports.js";
import { openStorage } from "../open-storage.js";
import { importStoreContract } from "./import-store.contract.js";

importStoreContract("memory", async () => memoryImports());
importStoreContract("Azurite", async () => (await openStorage()).imports);
