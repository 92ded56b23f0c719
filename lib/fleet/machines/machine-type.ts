import { z } from "zod";

/** What Azure Site Recovery protects a machine as: its push service has another code for each. */
export const MachineType = z.enum(["VirtualMachine", "PhysicalServer"]);
export type MachineType = z.infer<typeof MachineType>;
