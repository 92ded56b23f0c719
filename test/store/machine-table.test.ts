import { machineStoreContract } from "./machine-store.contract.js";
import { memoryMachines } from "./memory-machines.js";
import { openStorage } from "./open-storage.js";

machineStoreContract("memory", async () => memoryMachines());
machineStoreContract("Azurite", async () => (await openStorage()).machines);
