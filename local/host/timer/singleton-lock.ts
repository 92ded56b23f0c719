import type { ContainerClient } from "@azure/storage-blob";
import type { Intervals } from "../intervals.js";
import { type HostLog, messageOf } from "../process/host-log.js";

/** `lost` is aborted when the lease could not be renewed: somebody else may have it. */
export type SingletonLock = Readonly<{ lost: AbortSignal; release(): Promise<void> }>;

/** Takes the lease on a blob that makes one of several hosts the runner, and keeps it; null when another one has it. */
export async function takeLock(
  container: ContainerClient,
  blobName: string,
  options: { intervals: Intervals; log: HostLog },
): Promise<SingletonLock | null> {
  const { intervals, log } = options;
  const blob = container.getBlockBlobClient(blobName);
  const lease = blob.getBlobLeaseClient();
  try {
    await lease.acquireLease(intervals.timerLockSeconds);
  } catch (error) {
    if (isStatus(error, 409)) return null;
    if (!isStatus(error, 404)) throw error;
    await blob.upload("", 0, { conditions: { ifNoneMatch: "*" } }).catch((cause) => {
      if (!isStatus(cause, 409) && !isStatus(cause, 412)) throw cause; // another host made it first
    });
    return await takeLock(container, blobName, options);
  }
  const lost = new AbortController();
  const timer = setInterval(async () => {
    await lease.renewLease().catch((error) => {
      log.error(`the lock ${blobName} could not be renewed: ${messageOf(error)}`);
      lost.abort();
    });
  }, intervals.timerLockRenewMs);
  const release = async () => {
    clearInterval(timer);
    await lease.releaseLease().catch((error) => log.warn(`the lock ${blobName} could not be released: ${messageOf(error)}`));
  };
  return { lost: lost.signal, release };
}

const isStatus = (error: unknown, status: number): boolean =>
  typeof error === "object" && error !== null && "statusCode" in error && error.statusCode === status;
