import type { ImportStore, MachineStaging, SecretStore } from "../../fleet/ports.js";
import { isFinal, type Job } from "../job.js";
import { RECIPE_FACTS } from "../recipe-facts.js";
import { containersOf } from "./import-steps.js";

type Deps = Readonly<{ imports: ImportStore; staging: MachineStaging; secrets: SecretStore }>;

/** What follows the end of an import: what it staged in vain goes away, and so do its lines and the token that any job was given. Safe to repeat. */
export async function endImport({ imports, staging, secrets }: Deps, job: Job): Promise<void> {
  const { importId, vault } = job.input;
  if (!isFinal(job)) return;
  if (vault?.tokenSecret !== undefined) await secrets.remove(vault.tokenSecret);
  if (importId === undefined || !RECIPE_FACTS[job.recipe].importsMachines) return;
  const inventory = await imports.find(importId);
  if (!inventory) return;
  if ((await imports.decide(importId, "abandoned")) === "abandoned") {
    for (const { fabric, container } of containersOf(inventory)) await staging.withdraw(fabric, container, importId);
  }
  await imports.remove(importId);
}
