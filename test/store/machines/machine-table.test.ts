import { memoryMachines } from "../memory/memory-machines.js";
import { openStorage } from "../open-storage.js";
import { machineStoreContract } from "./machine-store.contract.js";

machineStoreContract("memory", async () => memoryMachines());
machineStoreContract("Azurite", async () => (await openStorage()).machines);
