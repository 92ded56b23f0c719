import { machineStagingContract } from "./machine-staging.contract.js";
import { memoryImports } from "./memory-imports.js";
import { memoryMachines } from "./memory-machines.js";
import { openStorage } from "./open-storage.js";

machineStagingContract("memory", async () => {
  const imports = memoryImports();
  const machines = memoryMachines(imports);
  return { imports, machines, staging: machines.staging };
});
machineStagingContract("Azurite", openStorage);
