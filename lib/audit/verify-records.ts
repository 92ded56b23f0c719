import { timeOfUuidv7 } from "../core/ids.js";
import type { SecretStore } from "../fleet/ports.js";
import { type Fact, factsOf, isMoved, parentOf, TIMED_KINDS } from "./fact.js";
import type { AuditHead } from "./head.js";
import type { AuditStore } from "./ports.js";
import { isIntact, type Seal } from "./seal.js";
import { keyOf } from "./seal-records.js";

/** What is not as it was sealed. `added`: a record of a time that is sealed, which no seal names. */
export type AuditFault = Readonly<{ kind: "changed" | "removed" | "reordered" | "added"; what: string }>;

export type Verified = Readonly<{
  seals: number;
  facts: number;
  /** Everything until then is sealed. */
  until: Date | undefined;
  /** Events that were told late, under the name of an earlier moment: no seal names them. */
  late: number;
}>;

type Deps = Readonly<{ audit: AuditStore; secrets: SecretStore }>;

/** Reads the whole chain, then all that it vouches for, and tells every difference. Undefined when nothing was sealed yet. */
export async function verifyRecords({ audit, secrets }: Deps, tell: (fault: AuditFault) => void): Promise<Verified | undefined> {
  const head = (await audit.findHead())?.value;
  if (!head) return undefined;
  const facts = await readChain({ audit, secrets }, head, tell);
  const until = sealedUntil(head);
  const late = await compareRows(audit, { facts, head, until }, tell);
  return { seals: head.last?.number ?? 0, facts: facts.size, until, late };
}

const keyIn = (facts: { kind: string; name: string }): string => `${facts.kind} ${facts.name}`;

/** The facts of all links, also of those that are wrong, which are told. */
async function readChain({ audit, secrets }: Deps, { last, ...head }: AuditHead, tell: (fault: AuditFault) => void): Promise<Map<string, Fact>> {
  const key = await keyOf(secrets, head);
  const end = last?.number ?? 0;
  const seals = new Map<number, Seal>();
  const unreadable = new Set<number>();
  for await (const { place, seal } of audit.listSeals()) {
    if (place > end) tell({ kind: "added", what: `seal ${place}: the head knows ${end}` });
    else if (!seal) unreadable.add(place);
    else if (seal.number !== place) tell({ kind: "reordered", what: `seal ${seal.number} lies in the place of seal ${place}` });
    if (seal && seal.number <= end) seals.set(seal.number, seal);
  }
  if (last) seals.set(last.number, last); // the last one is in the head itself
  for (let number = 1; number <= end; number++) {
    const [before, seal] = [seals.get(number - 1)?.mac, seals.get(number)];
    if (unreadable.has(number)) tell({ kind: "changed", what: `seal ${number}: it cannot be read` });
    else if (!seal) tell({ kind: "removed", what: `seal ${number}` });
    else if ((number === 1 || before !== undefined) && !isIntact(key, before ?? "", seal)) tell({ kind: "changed", what: `seal ${number}` });
  }
  return new Map([...seals.values()].flatMap(({ facts }) => facts.map((fact) => [keyIn(fact), fact] as const)));
}

/** The end of the last span that was read whole. */
function sealedUntil({ span }: AuditHead): Date | undefined {
  if (!span) return undefined;
  if (TIMED_KINDS.every((kind) => span[kind] === "done")) return new Date(span.until);
  return span.from === undefined ? undefined : new Date(new Date(span.from).getTime() - 1);
}

type Sealed = Readonly<{ facts: ReadonlyMap<string, Fact>; head: AuditHead; until: Date | undefined }>;

async function compareRows(audit: AuditStore, { facts, head, until }: Sealed, tell: (fault: AuditFault) => void): Promise<number> {
  const missing = new Set(facts.keys());
  const open = new Set(head.open);
  const pending = new Set([...head.open, ...head.batches.map(({ name }) => name)]); // whose children are sealed later
  let late = 0;
  for (const kind of TIMED_KINDS) {
    for (let after: string | undefined; ; ) {
      const page = await audit.listRows(kind, {}, { size: 1000, ...(after !== undefined && { after }) });
      for (const row of page.items) {
        const isOld = until !== undefined && timeOfUuidv7(row.name) <= until;
        for (const fact of factsOf(row)) {
          const known = facts.get(keyIn(fact));
          missing.delete(keyIn(fact));
          if (known && known.digest !== fact.digest) tell({ kind: isMoved(row) ? "reordered" : "changed", what: keyIn(fact) });
          const parent = parentOf(row);
          if (known || !isOld || open.has(row.name) || (parent !== undefined && pending.has(parent))) continue;
          if (kind === "event") late++;
          else tell({ kind: "added", what: keyIn(fact) });
        }
      }
      if (page.next === undefined) break;
      after = page.next;
    }
  }
  for (const name of missing) tell({ kind: "removed", what: name });
  return late;
}
