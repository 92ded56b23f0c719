import { timeOfUuidv7 } from "../core/ids.js";
import { type AuditRow, type Fact, factsOf, isBatch, parentOf, TIMED_KINDS, type TimedKind } from "./fact.js";
import type { AuditHead } from "./head.js";
import type { AuditStore } from "./ports.js";

/** Rows are written within this time of the moment that they are named by, however slow storage and clocks are. */
export const ARREARS_MS = 15 * 60_000;

const ROWS_A_PAGE = 300;
const ENDS_A_SEAL = 1000;
/** Of jobs that have not ended; above it nothing new is sealed until some have. */
const MOST_OPEN = 10_000;

type Head = Omit<AuditHead, "last">;
type Next = Readonly<{ facts: readonly Fact[]; rest: Head }>;
type Span = NonNullable<AuditHead["span"]>;

/** What is to be sealed next, and the head as it is after that: new rows first, then ends, then children of batches. Undefined when there is nothing to do. */
export async function nextFacts(audit: AuditStore, { last: _last, ...head }: AuditHead, now: Date): Promise<Next | undefined> {
  return (await newRows(audit, head, now)) ?? (await endedJobs(audit, head)) ?? (await children(audit, head));
}

/** A page of each kind. A span without rows is not begun, so that an idle fleet writes nothing. */
async function newRows(audit: AuditStore, head: Head, now: Date): Promise<Next | undefined> {
  const begun = spanFor(head.span, now);
  if (!begun || head.open.length >= MOST_OPEN) return undefined;
  let span = begun;
  const rows: AuditRow[] = [];
  for (const kind of TIMED_KINDS) {
    const page = await readOn(audit, span, kind);
    rows.push(...page.rows);
    span = { ...span, [kind]: page.cursor };
  }
  if (rows.length === 0 && begun !== head.span) return undefined;
  // Children have names of the moment at which their batch was made, whenever they are opened: they are sealed when it has ended.
  return sealing(
    { ...head, span },
    rows.filter((row) => row.kind !== "job" || parentOf(row) === undefined),
  );
}

function spanFor(span: Span | undefined, now: Date): Span | undefined {
  if (span && TIMED_KINDS.some((kind) => span[kind] !== "done")) return span;
  const until = new Date(now.getTime() - ARREARS_MS);
  const from = span && new Date(new Date(span.until).getTime() + 1);
  if (from && from > until) return undefined;
  return { ...(from && { from: from.toISOString() }), until: until.toISOString(), call: {}, job: {}, event: {} };
}

type ReadOn = Readonly<{ rows: readonly AuditRow[]; cursor: Span[TimedKind] }>;

async function readOn(audit: AuditStore, { from, until, ...cursors }: Span, kind: TimedKind): Promise<ReadOn> {
  const cursor = cursors[kind];
  if (cursor === "done") return { rows: [], cursor };
  const span = { ...(from !== undefined && { from: new Date(from) }), until: new Date(until) };
  const page = await audit.listRows(kind, span, { size: ROWS_A_PAGE, ...(cursor.after !== undefined && { after: cursor.after }) });
  return { rows: page.items, cursor: page.next === undefined ? "done" : { after: page.next } };
}

/** Of jobs that were open when they were sealed. */
async function endedJobs(audit: AuditStore, head: Head): Promise<Next | undefined> {
  const rows = head.open.length === 0 ? [] : await audit.findJobs(head.open);
  const facts = rows
    .flatMap(factsOf)
    .filter(({ kind }) => kind === "end")
    .slice(0, ENDS_A_SEAL);
  if (facts.length === 0) return undefined;
  const ended = new Set(facts.map(({ name }) => name));
  const batches = rows.filter((row) => ended.has(row.name) && isBatch(row)).map(({ name }) => ({ name }));
  return { facts, rest: { ...head, open: head.open.filter((name) => !ended.has(name)), batches: [...head.batches, ...batches] } };
}

/** A page of the children of the first batch that has ended; their names are of its moment. */
async function children(audit: AuditStore, head: Head): Promise<Next | undefined> {
  const [first, ...others] = head.batches;
  if (!first) return undefined;
  const made = timeOfUuidv7(first.name);
  const page = await audit.listRows(
    "job",
    { from: made, until: made },
    { size: ROWS_A_PAGE, ...(first.after !== undefined && { after: first.after }) },
  );
  const batches = page.next === undefined ? others : [{ name: first.name, after: page.next }, ...others];
  return sealing(
    { ...head, batches },
    page.items.filter((row) => parentOf(row) === first.name),
  );
}

/** What these rows say, and the head that knows which of them are not at their end. */
function sealing(head: Head, rows: readonly AuditRow[]): Next {
  const facts = rows.flatMap(factsOf);
  const ended = new Set(facts.filter(({ kind }) => kind === "end").map(({ name }) => name));
  const jobs = rows.filter(({ kind }) => kind === "job");
  const open = jobs.filter(({ name }) => !ended.has(name)).map(({ name }) => name);
  const batches = jobs.filter((row) => ended.has(row.name) && isBatch(row)).map(({ name }) => ({ name }));
  return { facts, rest: { ...head, open: [...head.open, ...open], batches: [...head.batches, ...batches] } };
}
