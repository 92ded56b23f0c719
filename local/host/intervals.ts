/** How long the host waits for what; the defaults are the real host's, and a test may shorten each. */
export type Intervals = Readonly<{
  /** First wait of an empty queue's back-off; also its step. */
  queueFirstPollMs: number;
  /** Upper limit of the back-off; null: extensions.queues.maxPollingInterval of host.json. */
  queueMaxPollMs: number | null;
  /** How long a received message stays invisible to others, in whole seconds (1 or more). */
  queueLeaseSeconds: number;
  /** How often the lease of a message at work is renewed. */
  queueRenewMs: number;
  /** Length of the lease that makes one host the runner of a timer (15 to 60: the storage's own limits). */
  timerLockSeconds: number;
  timerLockRenewMs: number;
  /** How often another host tries to become the runner. */
  timerLockRetryMs: number;
  /** Below this distance between two runs a timer keeps no status. */
  timerMonitorLeastMs: number;
  /** How long nothing may go over a connection; longer than Azure lets a call take (230 s). */
  httpIdleMs: number;
  /** How long running work is waited for when the host closes. */
  drainMs: number;
  /** How long appTerminate hooks may take. */
  terminateMs: number;
}>;

export const DEFAULT_INTERVALS: Intervals = {
  queueFirstPollMs: 100,
  queueMaxPollMs: null,
  queueLeaseSeconds: 600,
  queueRenewMs: 300_000,
  timerLockSeconds: 60,
  timerLockRenewMs: 30_000,
  timerLockRetryMs: 60_000,
  timerMonitorLeastMs: 60_000,
  httpIdleMs: 240_000,
  drainMs: 10_000,
  terminateMs: 5_000,
};
