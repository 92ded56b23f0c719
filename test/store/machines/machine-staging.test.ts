import { memoryImports } from "../memory/memory-imports.js";
import { memoryMachines } from "../memory/memory-machines.js";
import { openStorage } from "../open-storage.js";
import { machineStagingContract } from "./machine-staging.contract.js";

machineStagingContract("memory", async () => {
  const imports = memoryImports();
  const machines = memoryMachines(imports);
  return { imports, machines, staging: machines.staging };
});
machineStagingContract("Azurite", openStorage);
