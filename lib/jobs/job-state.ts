import { z } from "zod";

/** As Azure Site Recovery names them; docs/jobs.md draws how a job moves between them. */
export const JobState = z.enum(["NotStarted", "InProgress", "Succeeded", "Failed", "Cancelled", "Suspended"]);
export type JobState = z.infer<typeof JobState>;
