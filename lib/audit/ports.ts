import type { Page, PageRequest, Versioned } from "../core/versioned.js";
import type { AuditRow, TimedKind } from "./fact.js";
import type { AuditHead } from "./head.js";
import type { Seal } from "./seal.js";

/** What the audit reads and keeps. Rows come as they lie there: none is so damaged that it breaks a list. */
export interface AuditStore {
  /** Newest first; `from` and `until` belong to the span. */
  listRows(kind: TimedKind, span: Readonly<{ from?: Date; until?: Date }>, page: PageRequest): Promise<Page<AuditRow>>;
  /** Those of these jobs that are there. */
  findJobs(names: readonly string[]): Promise<readonly AuditRow[]>;
  findHead(): Promise<Versioned<AuditHead> | undefined>;
  /** Without an etag only where no head is. Throws Conflict when somebody else was first. */
  putHead(head: AuditHead, etag: string | undefined): Promise<string>;
  /** Whatever was in its place. */
  putSeal(seal: Seal): Promise<void>;
  /** What lies in the place of that number; "unreadable" for what is no seal. */
  findSeal(number: number): Promise<Seal | "unreadable" | undefined>;
  /** All that lies in the places of seals, in their order. */
  listSeals(): AsyncIterable<Readonly<{ place: number; seal: Seal | undefined }>>;
}
