import type { ContainerClient } from "@azure/storage-blob";
import { isUuidv7 } from "../../core/ids.js";
import { FleetPlan } from "../../jobs/plan/fleet-plan.js";
import type { PlanStore } from "../../jobs/ports.js";
import { putJson, readReadable } from "../rows/json-blob.js";

/** One blob a plan, `plans/<id>.json`. */
export const planBlobs = (container: ContainerClient): PlanStore => ({
  put: (plan) => putJson(container, blobName(plan.id), plan),
  find: async (id) => (isUuidv7(id) ? readReadable(container, blobName(id), FleetPlan) : undefined),
});

const blobName = (id: string) => `plans/${id.toLowerCase()}.json`;
