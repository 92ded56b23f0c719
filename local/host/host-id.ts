import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { resolve } from "node:path";
import type { Environment } from "./app/functions.js";

/** Names the locks and timers of an app in the storage: a setting, or the machine and the app's folder, so that two checkouts share none. */
export function hostIdOf(appDir: string, settings: Environment): string {
  const given = settings.AzureFunctionsWebHost__hostid;
  if (given !== undefined && given !== "") return given.toLowerCase();
  const hash = createHash("sha256").update(resolve(appDir)).digest("hex").slice(0, 10);
  const machine = hostname()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 20);
  return `${machine}-${hash}`;
}
