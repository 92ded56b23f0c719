import { mkdir } from "node:fs/promises";
import { FleetError, hasCode } from "../../lib/core/errors.js";
import { type RunningStorage, startStorage } from "../storage.js";

/** The ports of Azurite, which `UseDevelopmentStorage=true` means. */
export const DEVELOPMENT_PORTS = { blob: 10_000, queue: 10_001, table: 10_002 };

export const isDevelopmentStorage = (connectionString: string | undefined): boolean =>
  /^\s*UseDevelopmentStorage=true;?\s*$/i.test(connectionString ?? "");

/** Storage that outlives the program: Azurite on its usual ports, with the data in a folder. Throws StorageUnavailable when another program has a port. */
export async function startKeptStorage(dir: string): Promise<RunningStorage> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return startStorage({ dir, ports: DEVELOPMENT_PORTS }).catch((cause) => {
    if (!hasCode(cause, "StorageUnavailable")) throw cause;
    throw new FleetError("StorageUnavailable", `The storage of ${dir} could not be started: ${cause.message}. ${ADVICE}`, { cause });
  });
}

const ADVICE = "Does npm start -- --no-lab run already, or another Azurite? To use a storage account instead, set AzureWebJobsStorage";
