import type { Shell } from "../../staying/shell-pool.js";
import type { Transport } from "../../transport.js";
import type { RootFolder } from "../root-folder.js";

/** A machine as staging sees it. Root uploads straight into the cache; other users into a folder of their own, from which root copies. */
export type StagingPlace = Readonly<{ address: string; transport: Transport; user: Shell; folder: RootFolder; loginIsRoot: boolean }>;
