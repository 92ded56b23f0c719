import { z } from "zod";
import type { Page, PageRequest } from "../core/versioned.js";

/** A call that changed something without starting a job, whose row would say who asked; written before the change. */
export const AuditCall = z.object({
  /** UUIDv7 */
  name: z.string(),
  time: z.iso.datetime(),
  /** Label of the key or account that asked. */
  caller: z.string(),
  /** Id of the fleet key. */
  key: z.string().optional(),
  /** Address that the call came from, where the platform tells it. */
  from: z.string().optional(),
  /** The cmdlet, the operation of the management API or the command. */
  operation: z.string(),
  /** As texts: secrets are left out, what is long is told by its digest. */
  parameters: z.record(z.string(), z.string()),
  requestId: z.string().optional(),
});
export type AuditCall = Readonly<z.infer<typeof AuditCall>>;

/** Calls by time. */
export interface CallStore {
  add(call: AuditCall): Promise<void>;
  /** Newest first. */
  list(span: Readonly<{ from?: Date; until?: Date }>, page: PageRequest): Promise<Page<AuditCall>>;
}
