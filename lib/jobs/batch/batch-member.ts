import { z } from "zod";

/** Skipped: never begun, because of a rule (`reason`). The others follow the child's state. */
export const MemberState = z.enum(["Waiting", "Running", "Succeeded", "Failed", "Suspended", "Cancelled", "Skipped"]);
export type MemberState = z.infer<typeof MemberState>;

/** One machine of a batch. */
export const BatchMember = z.object({
  /** Place in the order of opening, from 0; unique within the batch. */
  order: z.number().int().min(0).max(16_777_215),
  state: MemberState,
  fabric: z.string(),
  container: z.string(),
  name: z.string(),
  friendlyName: z.string(),
  /** No two members of one group are at work at the same time. */
  availabilityGroup: z.string().optional(),
  /** Failures in a row when the batch was made. */
  risk: z.number().int().default(0),
  /** The path that the plan showed for this machine. */
  plannedPath: z.array(z.string()).optional(),
  /** The child, from the moment at which it is opened. */
  job: z.string().optional(),
  /** Its child waits until the machine was restarted: no failure, and in nobody's way. */
  waitsForRestart: z.boolean().optional(),
  /** It was not begun while the window of the batch was open. */
  missedWindow: z.boolean().optional(),
  /** Why it was skipped, or the error of its child. */
  reason: z.string().optional(),
});
export type BatchMember = Readonly<z.infer<typeof BatchMember>>;
