/** What decides when a view is read again. */
export type Pace = Readonly<{
  /** Something runs that the view shows. */
  busy: boolean;
  /** The view is so large that a read costs much. */
  large: boolean;
  failuresInARow: number;
  retryAfterSeconds?: number | undefined;
}>;

const BUSY_MS = 5_000;
const CALM_MS = 30_000;
const LONGEST_MS = 300_000;

/** Milliseconds until the next read: slower with every failure, and never sooner than the service asks. */
export function pause({ busy, large, failuresInARow, retryAfterSeconds = 0 }: Pace): number {
  const usual = busy && !large ? BUSY_MS : CALM_MS;
  return Math.max(retryAfterSeconds * 1000, Math.min(usual * 2 ** failuresInARow, LONGEST_MS));
}
