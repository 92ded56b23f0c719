import { z } from "zod";

/** Where a Recovery Services vault is. `endpoint`: of Azure Resource Manager, where it is not the public one. */
export const VaultPlace = z.object({
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  vaultName: z.string(),
  endpoint: z.string().optional(),
});
export type VaultPlace = Readonly<z.infer<typeof VaultPlace>>;
