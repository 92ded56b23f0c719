import { groupStoreContract } from "./group-store.contract.js";
import { memoryGroups } from "./memory-groups.js";
import { openStorage } from "./open-storage.js";

groupStoreContract("memory", async () => memoryGroups());
groupStoreContract("Azurite", async () => (await openStorage()).groups);
