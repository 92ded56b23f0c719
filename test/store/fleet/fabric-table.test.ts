import { memoryFabrics } from "../memory/memory-fabrics.js";
import { openStorage } from "../open-storage.js";
import { fabricStoreContract } from "./fabric-store.contract.js";

fabricStoreContract("memory", async () => memoryFabrics());
fabricStoreContract("Azurite", async () => (await openStorage()).fabrics);
