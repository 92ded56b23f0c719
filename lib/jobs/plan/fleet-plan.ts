import { z } from "zod";
import { JobTarget } from "../job.js";
import { BatchInput, JobInput } from "../job-input.js";

/** Overruns: it is begun in the window, and ends behind it. Unknown: how long it, or one before it, takes is not known. */
export const WindowFit = z.enum(["Yes", "Overruns", "No", "Unknown"]);
export type WindowFit = z.infer<typeof WindowFit>;

/** What a batch would do to one machine, from what is on record of it. */
export const PlannedMachine = z.object({
  fabric: z.string(),
  container: z.string(),
  name: z.string(),
  friendlyName: z.string(),
  availabilityGroup: z.string().optional(),
  risk: z.number().int().default(0),
  /** The job that was at work on it when the plan was made. */
  atWork: z.string().optional(),
  installedVersion: z.string().optional(),
  /** When the machine was last looked at. */
  asOf: z.iso.datetime().optional(),
  targetVersion: z.string().optional(),
  path: z.array(z.string()),
  /** The same with the restarts that each of them needs; plans of earlier releases have none. */
  hops: z
    .array(z.object({ from: z.string().optional(), to: z.string(), restartFirst: z.boolean(), reboot: z.enum(["None", "Recommended", "Mandatory"]) }))
    .default([]),
  /** That the way changes the generation of the agent, in words. */
  migration: z.string().optional(),
  reboot: z.enum(["None", "Recommended", "Mandatory"]),
  /** Of a batch that ends at a time: whether it is worked on within the window, and how long its installers run, by those of before. */
  window: z.object({ fits: WindowFit, seconds: z.number().optional() }).optional(),
  /** What an installer on the way does beside installing. */
  warnings: z.array(z.string()).default([]),
  blockedBy: z.array(z.object({ code: z.string(), message: z.string(), recommendedAction: z.string() })),
});
export type PlannedMachine = Readonly<z.infer<typeof PlannedMachine>>;

/** The plan of a batch, in the order of opening: what -WhatIf showed and -PlanId holds the batch to. */
export const FleetPlan = z.object({
  /** UUIDv7 */
  id: z.string(),
  createdTime: z.iso.datetime(),
  expiresTime: z.iso.datetime(),
  target: JobTarget,
  batch: BatchInput,
  input: JobInput,
  machines: z.array(PlannedMachine),
});
export type FleetPlan = Readonly<z.infer<typeof FleetPlan>>;
