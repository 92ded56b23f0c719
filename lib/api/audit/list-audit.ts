import type { AuditCall } from "../../audit/call.js";
import type { Page, PageRequest } from "../../core/versioned.js";
import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { readMatching } from "../cmdlet/paging.js";

/** A call that changed something by itself, or a job with who asked for it. */
export type AuditRecord = Readonly<{ kind: "Call"; name: string; call: AuditCall } | { kind: "Job"; name: string; job: Job }>;

export type AuditFilter = Readonly<{
  StartTime?: Date | undefined;
  EndTime?: Date | undefined;
  Kind?: string | undefined;
  Caller?: string | undefined;
  KeyId?: string | undefined;
  FriendlyName?: string | undefined;
}>;

/** What is on record, newest first. The names of calls and jobs are of one kind, and ordered by time. */
export function listAudit({ calls, jobs }: Pick<FleetContext, "calls" | "jobs">, filter: AuditFilter, page: PageRequest): Promise<Page<AuditRecord>> {
  const span = { ...(filter.StartTime && { from: filter.StartTime }), ...(filter.EndTime && { until: filter.EndTime }) };
  const wanted = (kind: AuditRecord["kind"]) => filter.Kind === undefined || filter.Kind.toLowerCase() === kind.toLowerCase();
  const none = { items: [] };
  return readMatching(
    async (next) => {
      const [its, those] = await Promise.all([wanted("Call") ? calls.list(span, next) : none, wanted("Job") ? jobs.list(span, next) : none]);
      return merged(next.size, its, those);
    },
    page,
    (record) => fits(record, filter),
  );
}

/** The first so many of both; what was read beyond is read again by the next page. */
function merged(size: number, calls: Page<AuditCall>, jobs: Page<Job>): Page<AuditRecord> {
  const both: AuditRecord[] = [
    ...calls.items.map((call) => ({ kind: "Call" as const, name: call.name, call })),
    ...jobs.items.map((job) => ({ kind: "Job" as const, name: job.name, job })),
  ];
  both.sort((a, b) => (a.name > b.name ? -1 : 1));
  const items = both.slice(0, size);
  const last = items.at(-1);
  const more = both.length > size || calls.next !== undefined || jobs.next !== undefined;
  return last && more ? { items, next: last.name } : { items };
}

function fits(record: AuditRecord, { Caller, KeyId, FriendlyName }: AuditFilter): boolean {
  const [caller, key] = record.kind === "Call" ? [record.call.caller, record.call.key] : [record.job.startedBy, record.job.startedWith];
  const target = record.kind === "Job" ? record.job.target.friendlyName : undefined;
  return same(Caller, caller) && same(KeyId, key) && same(FriendlyName, target);
}

const same = (wanted: string | undefined, is: string | undefined): boolean => wanted === undefined || wanted.toLowerCase() === is?.toLowerCase();
