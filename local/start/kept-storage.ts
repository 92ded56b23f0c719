import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FleetError, hasCode } from "../../lib/core/errors.js";
import { type RunningStorage, startStorage } from "../storage.js";

export const isDevelopmentStorage = (connectionString: string | undefined): boolean =>
  /^\s*UseDevelopmentStorage=true;?\s*$/i.test(connectionString ?? "");

/**
 * Storage that outlives the program: Azurite with the data in `.fleet/storage` of a folder. Where it listens, and its key, which is another
 * at every start, stand in `.fleet/storage.json` for the owner alone while it runs. Throws StorageUnavailable when it runs already.
 */
export async function startKeptStorage(appDir: string): Promise<RunningStorage> {
  if ((await runningStorage(appDir)) !== null) throw unavailable(`it runs already; one npm start -- --no-lab serves a folder`);
  const dir = join(appDir, ".fleet", "storage");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const started = await startStorage({ dir }).catch((cause) => {
    throw hasCode(cause, "StorageUnavailable") ? unavailable(cause.message, cause) : cause;
  });
  const file = fileOf(appDir);
  await rm(file, { force: true }); // one of a killed run, or one with other rights
  await writeFile(file, JSON.stringify({ pid: started.pid, connectionString: started.connectionString }), { mode: 0o600, flag: "wx" });
  const close = async () => {
    await started.close();
    await rm(file, { force: true });
  };
  return { ...started, close };
}

/** The connection string of a folder's kept storage while that runs as a process of this user, else null. */
export async function runningStorage(appDir: string): Promise<string | null> {
  const text = await readFile(fileOf(appDir), "utf8").catch(() => "null");
  const { success, data } = KeptStorageJson.safeParse(jsonOf(text));
  return success && isOurs(data.pid) ? data.connectionString : null;
}

const KeptStorageJson = z.object({ pid: z.int().min(2), connectionString: z.string().min(1).max(1_000) });

const fileOf = (appDir: string) => join(appDir, ".fleet", "storage.json");

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A process that has ended, or one of another user that has its number by now, cannot be signalled. */
function isOurs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const unavailable = (why: string, cause?: unknown) =>
  new FleetError("StorageUnavailable", `The storage of .fleet/storage could not be started: ${why}. ${ADVICE}`, { cause });

const ADVICE = "To use a storage account instead, set AzureWebJobsStorage";
