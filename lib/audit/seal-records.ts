import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../core/clock.js";
import { FleetError, hasCode } from "../core/errors.js";
import { Secret } from "../core/secret.js";
import type { Versioned } from "../core/versioned.js";
import type { SecretDoubts, SecretStore } from "../fleet/ports.js";
import { doubtSecrets } from "../fleet/secrets/doubt-secrets.js";
import type { AuditHead } from "./head.js";
import { nextFacts } from "./next-facts.js";
import type { AuditStore } from "./ports.js";
import { sealed } from "./seal.js";

export type SealDeps = Readonly<{ audit: AuditStore; secrets: SecretStore; doubts: Pick<SecretDoubts, "note">; clock: Clock; mostSeals?: number }>;

/** So much a turn: the rest waits for the next. */
const MOST_SEALS = 40;

/**
 * Seals what the tables have told since the last turn, some minutes in arrears, and gives the number of facts. The head is written first, and only by who
 * read it last: of several hosts one goes on. What a crash left unwritten behind the head is written by the next turn.
 */
export const sealRecords =
  ({ audit, secrets, doubts, clock, mostSeals = MOST_SEALS }: SealDeps) =>
  async (): Promise<number> => {
    let head = (await audit.findHead()) ?? (await begin({ audit, secrets, doubts, clock }));
    const key = await keyOf(secrets, head.value);
    let count = 0;
    for (let i = 0; i < mostSeals; i++) {
      const { last } = head.value;
      if (last && (await audit.findSeal(last.number)) === undefined) await audit.putSeal(last);
      const step = await nextFacts(audit, head.value, clock.now());
      if (!step) return count;
      const { facts, rest } = step;
      const link = { number: (last?.number ?? 0) + 1, time: clock.now().toISOString(), facts: [...facts] };
      const seal = facts.length > 0 ? sealed(key, last?.mac ?? "", link) : last;
      const next = { ...rest, ...(seal && { last: seal }) };
      try {
        head = { value: next, etag: await audit.putHead(next, head.etag) };
      } catch (error) {
        if (hasCode(error, "Conflict")) return count; // another host is at it
        throw error;
      }
      if (seal && seal !== last) await audit.putSeal(seal);
      count += facts.length;
    }
    return count;
  };

/** The key first, under a name of its own, then the head that names it: of two that begin at once one's key is used. */
async function begin({ audit, secrets, ...deps }: Pick<SealDeps, "audit" | "secrets" | "doubts" | "clock">): Promise<Versioned<AuditHead>> {
  const head: AuditHead = { keyName: `audit-key-${randomUUID()}`, open: [], batches: [] };
  await doubtSecrets(deps, { kind: "audit" }, head.keyName);
  await secrets.put(head.keyName, new Secret(randomBytes(32).toString("base64")));
  try {
    return { value: head, etag: await audit.putHead(head, undefined) };
  } catch (error) {
    if (!hasCode(error, "Conflict")) throw error;
    const winner = await audit.findHead();
    if (winner?.value.keyName !== head.keyName) await secrets.remove(head.keyName); // else it is our own head, whose answer was lost
    if (winner) return winner;
    throw error;
  }
}

/** The key of the chain. It is never made anew for a chain that is there: who took it away would have begun another one. */
export async function keyOf(secrets: SecretStore, { keyName }: AuditHead): Promise<Secret> {
  const key = await secrets.find(keyName);
  if (key) return key;
  throw new FleetError("Internal", `The key of the audit is gone: there is no secret "${keyName}"`, {
    recommendedAction:
      "Somebody removed it. Restore the secrets from a backup; until then nothing new is sealed, and nothing that was sealed can be checked.",
  });
}
