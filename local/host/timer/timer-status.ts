import type { ContainerClient } from "@azure/storage-blob";
import { z } from "zod";
import type { TimerSchedule } from "./timer-schedule.js";

/** What a timer remembers between hosts; `last` null before its first run. */
export type TimerStatus = Readonly<{ last: Date | null; next: Date | null; lastUpdated: Date }>;
export type TimerStatusStore = Readonly<{ read(): Promise<TimerStatus | null>; write(status: TimerStatus): Promise<void> }>;

const NEVER = "0001-01-01T00:00:00+00:00";
const moment = z.string().transform((text) => (text.startsWith("0001-") ? null : new Date(text)));
const Stored = z.object({ Last: moment, Next: moment, LastUpdated: moment });

/** The status blob `timers/<hostId>/Host.Functions.<name>/status`, in the real host's format (local time with its offset). */
export function timerStatusBlob(container: ContainerClient, { hostId, name }: { hostId: string; name: string }): TimerStatusStore {
  const blob = container.getBlockBlobClient(`timers/${hostId}/Host.Functions.${name}/status`);
  return {
    async read() {
      if (!(await blob.exists())) return null;
      const { Last, Next, LastUpdated } = Stored.parse(JSON.parse(String(await blob.downloadToBuffer())));
      return { last: Last, next: Next, lastUpdated: LastUpdated ?? new Date(0) };
    },
    async write(status) {
      const text = JSON.stringify(wireStatus(status));
      await blob.upload(text, Buffer.byteLength(text), { blobHTTPHeaders: { blobContentType: "application/json" } });
    },
  };
}

/** The status in the words of the wire and of the blob. */
export const wireStatus = ({ last, next, lastUpdated }: TimerStatus) => ({
  Last: localIso(last),
  Next: localIso(next),
  LastUpdated: localIso(lastUpdated),
});

/**
 * Compares the status with the schedule when a timer's listener starts: past due is a run that should have been since.
 * A schedule that was changed meanwhile is not past due.
 */
export function checkStatus(status: TimerStatus | null, schedule: TimerSchedule, now: Date): { status: TimerStatus; isPastDue: boolean } {
  if (status === null) return { status: { last: null, next: schedule.next(now), lastUpdated: now }, isPastDue: false };
  const expected = schedule.next(status.last ?? status.lastUpdated);
  if (expected?.getTime() !== status.next?.getTime()) {
    const next = expected !== null && expected < now ? schedule.next(now) : expected;
    return { status: { last: null, next, lastUpdated: now }, isPastDue: false };
  }
  return { status, isPastDue: status.next !== null && now > status.next };
}

function localIso(date: Date | null): string {
  if (date === null) return NEVER;
  const minutes = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
