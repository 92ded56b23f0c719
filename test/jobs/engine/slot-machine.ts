import { onTestFinished } from "vitest";
import { type MachineOptions, machineOnDisk } from "./machine-on-disk.js";

/** A machine for the length of one test. */
export function slotMachine(version: string, options?: MachineOptions) {
  const machine = machineOnDisk(version, options);
  onTestFinished(machine.close);
  return machine;
}
