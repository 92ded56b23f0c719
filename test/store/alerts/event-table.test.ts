import { memoryEvents } from "../memory/memory-events.js";
import { openStorage } from "../open-storage.js";
import { eventStoreContract } from "./event-store.contract.js";

eventStoreContract("memory", async () => memoryEvents());
eventStoreContract("Azurite", async () => (await openStorage()).events);
