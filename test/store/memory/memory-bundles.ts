import { buffer } from "node:stream/consumers";
import type { BundleStore } from "../../../lib/jobs/ports.js";

/** Bundles in memory; `read` gives what was put. */
export function memoryBundles(): BundleStore & { read(jobName: string): Buffer | undefined } {
  const bundles = new Map<string, Buffer>();
  return {
    put: async (jobName, { content }) => void bundles.set(jobName, await buffer(content)),
    link: async (jobName, expiresAt, ending = "zip") => `memory:bundles/${jobName}.${ending}?until=${expiresAt.toISOString()}`,
    read: (jobName) => bundles.get(jobName),
  };
}
