import { z } from "zod";
import { FleetEvent } from "../alerts/event.js";

/** What was told last of one thing that is watched. A state is told once, until it changes. */
export const WatchedState = z.object({
  fabric: z.string(),
  /** Unique in the fabric: `update 9.62.7096.1`, `heartbeat ps-1`. */
  subject: z.string(),
  state: z.string(),
  since: z.iso.datetime(),
  /** Told right after this was written; still here after a crash in between, and then told again under the same name. */
  untold: FleetEvent.optional(),
});
export type WatchedState = Readonly<z.infer<typeof WatchedState>>;
