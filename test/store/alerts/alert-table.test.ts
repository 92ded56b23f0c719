import { memoryAlerts } from "../memory/memory-alerts.js";
import { openStorage } from "../open-storage.js";
import { alertStoreContract } from "./alert-store.contract.js";

alertStoreContract("memory", async () => memoryAlerts());
alertStoreContract("Azurite", async () => (await openStorage()).alerts);
