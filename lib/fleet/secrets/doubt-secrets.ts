import type { Clock } from "../../core/clock.js";
import type { SecretDoubts } from "../ports.js";
import type { SecretOwner } from "./secret-doubt.js";

type Deps = Readonly<{ doubts: Pick<SecretDoubts, "note">; clock: Clock }>;

/** Has these secrets looked at in a day: called before a secret and the owner's row are written, or let go, one after the other. */
export async function doubtSecrets({ doubts, clock }: Deps, owner: SecretOwner, ...secrets: readonly (string | undefined)[]): Promise<void> {
  const since = clock.now().toISOString();
  for (const secret of secrets) if (secret !== undefined) await doubts.note({ secret, owner, since });
}
