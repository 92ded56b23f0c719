import type { AuditRow, TimedKind } from "../../../lib/audit/fact.js";
import type { AuditHead } from "../../../lib/audit/head.js";
import type { AuditStore } from "../../../lib/audit/ports.js";
import type { Seal } from "../../../lib/audit/seal.js";
import { FleetError } from "../../../lib/core/errors.js";
import { memoryTimeline } from "./memory-timeline.js";

/** The audit in memory, over rows that the test keeps. */
export function memoryAudit(rows: Readonly<Record<TimedKind, ReadonlyMap<string, AuditRow>>>): AuditStore {
  let head: Readonly<{ value: AuditHead; etag: string }> | undefined;
  let writes = 0;
  const seals = new Map<number, Seal>();
  return {
    listRows: async (kind, span, page) => memoryTimeline([...rows[kind].values()], span, page),
    findJobs: async (names) => names.flatMap((name) => rows.job.get(name) ?? []),
    findHead: async () => head,
    async putHead(value, etag) {
      if (head?.etag !== etag) throw new FleetError("Conflict", "the head was changed", { retryable: true });
      head = { value, etag: String(++writes) };
      return head.etag;
    },
    putSeal: async (seal) => void seals.set(seal.number, seal),
    findSeal: async (number) => seals.get(number),
    async *listSeals() {
      for (const [place, seal] of [...seals].sort(([a], [b]) => a - b)) yield { place, seal };
    },
  };
}
