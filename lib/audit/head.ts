import { z } from "zod";
import { Seal } from "./seal.js";

/** How far a kind of row is read in the span: behind that name, or to its end. */
const Cursor = z.union([z.object({ after: z.string().optional() }), z.literal("done")]);

/**
 * The end of the chain and what is still to be sealed, kept outside the tables: who may write only these cannot shorten the chain. The last seal is
 * in it whole, because it is written here first and into its table afterwards.
 */
export const AuditHead = z.object({
  /** Name of the secret that holds the key of the chain. */
  keyName: z.string(),
  last: Seal.optional(),
  /** Rows of this span of time are being read, newest first. */
  span: z.object({ from: z.iso.datetime().optional(), until: z.iso.datetime(), call: Cursor, job: Cursor, event: Cursor }).optional(),
  /** Jobs that are sealed as asked for, and had not ended. */
  open: z.array(z.string()),
  /** Batches that have ended, whose children are read behind that place. */
  batches: z.array(z.object({ name: z.string(), after: z.string().optional() })),
});
export type AuditHead = Readonly<z.infer<typeof AuditHead>>;
