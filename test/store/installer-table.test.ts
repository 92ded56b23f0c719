import { installerStoreContract } from "./installer-store.contract.js";
import { memoryInstallers } from "./memory-installers.js";
import { openStorage } from "./open-storage.js";

installerStoreContract("memory", async () => memoryInstallers());
installerStoreContract("Azurite", async () => (await openStorage()).installers);
