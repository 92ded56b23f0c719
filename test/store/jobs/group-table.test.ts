import { memoryGroups } from "../memory/memory-groups.js";
import { openStorage } from "../open-storage.js";
import { groupStoreContract } from "./group-store.contract.js";

groupStoreContract("memory", async () => memoryGroups());
groupStoreContract("Azurite", async () => (await openStorage()).groups);
