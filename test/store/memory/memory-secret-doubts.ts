import type { SecretDoubts } from "../../../lib/fleet/ports.js";
import type { SecretDoubt } from "../../../lib/fleet/secrets/secret-doubt.js";
import { memoryRows } from "./memory-rows.js";

/** Doubts about secrets, in memory. */
export function memorySecretDoubts(): SecretDoubts {
  const doubts = memoryRows<SecretDoubt>(({ secret }) => secret);
  return {
    note: async (doubt) => doubts.put(doubt),
    list: async (most) => (await Promise.all(doubts.all().map(({ secret }) => doubts.find(secret)))).flatMap((found) => found ?? []).slice(0, most),
    settle: async ({ secret }, etag) => doubts.removeWritten(secret, etag),
  };
}
