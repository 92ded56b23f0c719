import type { AskedBy } from "../../jobs/control/start-job.js";
import type { Principal } from "./principal.js";

/** Who calls, and by which ids the call is found again in the logs. `key`: id of the fleet key; `from`: the address, where the platform tells it. */
export type Caller = Principal & Readonly<{ from?: string; requestId: string; clientRequestId?: string }>;

/** What a job's row keeps of who asked for it; the ids as Azure Site Recovery writes them: the caller's own, then ours. */
export const askedBy = ({ label, key, from, requestId, clientRequestId }: Caller): AskedBy => ({
  startedBy: label,
  ...(key && { startedWith: key }),
  ...(from && { startedFrom: from }),
  clientRequestId: `${clientRequestId ?? requestId} ActivityId: ${requestId}`,
});
