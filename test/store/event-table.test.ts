import { eventStoreContract } from "./event-store.contract.js";
import { memoryEvents } from "./memory-events.js";
import { openStorage } from "./open-storage.js";

eventStoreContract("memory", async () => memoryEvents());
eventStoreContract("Azurite", async () => (await openStorage()).events);
