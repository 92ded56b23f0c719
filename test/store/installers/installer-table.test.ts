import { memoryInstallers } from "../memory/memory-installers.js";
import { openStorage } from "../open-storage.js";
import { installerStoreContract } from "./installer-store.contract.js";

installerStoreContract("memory", async () => memoryInstallers());
installerStoreContract("Azurite", async () => (await openStorage()).installers);
