import type { AuditCall, CallStore } from "../../../lib/audit/call.js";
import { memoryTimeline } from "./memory-timeline.js";

/** Calls in memory, in the order of their coming. */
export function memoryCalls(): CallStore & Readonly<{ all: readonly AuditCall[] }> {
  const all: AuditCall[] = [];
  return { all, add: async (call) => void all.push(call), list: async (span, page) => memoryTimeline([...all], span, page) };
}
