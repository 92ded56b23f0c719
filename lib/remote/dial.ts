import { connect, type Socket } from "node:net";
import { type Destinations, withoutBrackets } from "../core/destinations.js";

export type Dialled = Readonly<{ address: string; port: number; connectTimeoutMs: number }>;

const MAX_ATTEMPT_MS = 2_000;

/**
 * A socket to a name or address that sends without delay. Where a name has several addresses, each gets a share of the time, so that a dead one
 * does not use up the whole of it. Throws DestinationDenied for an address that is denied; the socket fails so for a name that leads to such alone.
 */
export function dial({ address, port, connectTimeoutMs }: Dialled, allowed: Destinations): Socket {
  allowed.check(address);
  return connect({
    host: withoutBrackets(address),
    port,
    noDelay: true, // Nagle would cost 40 to 90 ms for each request
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(10, Math.min(MAX_ATTEMPT_MS, Math.floor(connectTimeoutMs / 4))),
    lookup: allowed.lookup,
  });
}

/** Why it did not come to a connection; for several addresses what each of them said. */
export function dialFailure(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message;
  return error.errors.map((each: unknown) => (each instanceof Error ? each.message : String(each))).join("; ");
}
