import { createHash } from "node:crypto";
import type { AccountStore, FabricStore, InstallerStore, MarkStore } from "../../../lib/fleet/ports.js";

type Stores = Readonly<{ fabrics: FabricStore; accounts: AccountStore; installers: InstallerStore }>;

/** Marks of what the stores hold. */
export function memoryMarks({ fabrics, accounts, installers }: Stores): MarkStore {
  const containers = async () => Promise.all((await fabrics.list()).map(({ name }) => fabrics.listContainers(name)));
  const held = {
    fabrics: async () => [await fabrics.list(), await containers()],
    accounts: async () => Promise.all((await fabrics.list()).map(({ name }) => accounts.list(name))),
    installers: async () => [await installers.list(), await installers.listHolds(), await installers.listKernels()],
  };
  return {
    read: async (kind) =>
      createHash("sha256")
        .update(JSON.stringify(await held[kind]()))
        .digest("base64url"),
  };
}
