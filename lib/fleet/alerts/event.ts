import { z } from "zod";

/** Something that an administrator may want to know of, shaped as an ASR event. Times are ISO 8601, UTC. */
export const FleetEvent = z.object({
  /** UUIDv7 */
  name: z.string(),
  code: z.string(),
  type: z.enum(["VmHealth", "ServerHealth", "AgentHealth"]),
  severity: z.enum(["Critical", "Warning", "OK", "Unknown"]),
  description: z.string(),
  fabric: z.string().optional(),
  affectedObjectFriendlyName: z.string().optional(),
  job: z.string().optional(),
  time: z.iso.datetime(),
});
export type FleetEvent = Readonly<z.infer<typeof FleetEvent>>;
