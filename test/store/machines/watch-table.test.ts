import { memoryWatch } from "../memory/memory-watch.js";
import { openStorage } from "../open-storage.js";
import { watchStoreContract } from "./watch-store.contract.js";

watchStoreContract("memory", async () => memoryWatch());
watchStoreContract("Azurite", async () => (await openStorage()).watch);
