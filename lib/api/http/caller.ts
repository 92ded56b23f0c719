import type { Principal } from "./principal.js";

/** Who calls with which scope, and by which ids the call is found again in the logs. */
export type Caller = Principal & Readonly<{ requestId: string; clientRequestId?: string }>;

/** As Azure Site Recovery writes it on a job: the caller's own id, then ours. */
export const activityOf = ({ requestId, clientRequestId }: Caller): string => `${clientRequestId ?? requestId} ActivityId: ${requestId}`;
