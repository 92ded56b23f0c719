import { alertStoreContract } from "./alert-store.contract.js";
import { memoryAlerts } from "./memory-alerts.js";
import { openStorage } from "./open-storage.js";

alertStoreContract("memory", async () => memoryAlerts());
alertStoreContract("Azurite", async () => (await openStorage()).alerts);
