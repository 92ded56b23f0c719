import { z } from "zod";
import { output } from "../output.js";

/** What lies below a fabric that is to be removed. */
export const FabricRemovalPlan = output("FabricRemovalPlan", "What lies below a fabric, and goes with it when it is removed with Force.", {
  Containers: z.array(z.string()),
  Machines: z.number().int(),
  MachineNames: z.array(z.string()).meta({ description: "Friendly names, the first 1,000" }),
  ProtectedItems: z.number().int(),
  RunAsAccounts: z.array(z.string()),
});
export type FabricRemovalPlan = z.infer<typeof FabricRemovalPlan>;
