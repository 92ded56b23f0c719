import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { FleetContext } from "../cmdlet/context.js";
import { type AsrFabric, asrFabric } from "../objects/fabric.js";

/** The fabric with the run-as accounts that belong to it. */
export const showFabric = async ({ accounts, vault }: Pick<FleetContext, "accounts" | "vault">, fabric: Fabric): Promise<AsrFabric> =>
  asrFabric(fabric, await accounts.list(fabric.name), vault);
