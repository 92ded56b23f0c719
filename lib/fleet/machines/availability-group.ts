import { z } from "zod";

/** Machines of one fabric of which at most one is changed at a time. */
export const AvailabilityGroup = z.object({
  fabric: z.string(),
  name: z.string(),
  /** The job that is at work on one of its machines; it counts as long as that job is open. */
  heldBy: z.string().optional(),
});
export type AvailabilityGroup = Readonly<z.infer<typeof AvailabilityGroup>>;
