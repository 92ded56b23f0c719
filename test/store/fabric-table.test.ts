import { fabricStoreContract } from "./fabric-store.contract.js";
import { memoryFabrics } from "./memory-fabrics.js";
import { openStorage } from "./open-storage.js";

fabricStoreContract("memory", async () => memoryFabrics());
fabricStoreContract("Azurite", async () => (await openStorage()).fabrics);
