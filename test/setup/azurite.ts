import type {} from "vitest";
import type { TestProject } from "vitest/node";
import { startStorage } from "../../local/storage.js";

/** vitest globalSetup: one Azurite in memory (blobs, queues, tables) on free loopback ports, for the whole run. */
export default async function setup(project: TestProject) {
  const storage = await startStorage();
  project.provide("storage", storage.connectionString);
  return storage.close;
}

declare module "vitest" {
  interface ProvidedContext {
    storage: string;
  }
}
