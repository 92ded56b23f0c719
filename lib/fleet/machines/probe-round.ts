import { z } from "zod";

/** One pass over all machines, spread over the probing interval. */
export const ProbeRound = z.object({
  startTime: z.iso.datetime(),
  /** Machines there were when it began. */
  total: z.number().int().min(0),
  /** Machines that were passed so far. */
  sent: z.number().int().min(0),
  /** The machine that was passed last; absent before the first. */
  last: z.object({ fabric: z.string(), container: z.string(), name: z.string() }).optional(),
  /** Every machine was passed. */
  done: z.boolean(),
});
export type ProbeRound = Readonly<z.infer<typeof ProbeRound>>;
