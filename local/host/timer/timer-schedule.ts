import { FleetError } from "../../../lib/core/errors.js";
import { type NextOccurrence, ncrontab } from "./ncrontab.js";
import { timeSpanMs } from "./time-span.js";

export type TimerSchedule = Readonly<{
  next: NextOccurrence;
  /** NCRONTAB schedules shift with daylight saving time, TimeSpans do not. */
  adjustForDst: boolean;
  /** The shortest distance of its next runs, in milliseconds. */
  shortestMs: number;
}>;

/** Reads a schedule: an NCRONTAB expression, or a TimeSpan that counts from the start of one run to the next. */
export function timerSchedule(expression: string, timezone?: string): TimerSchedule {
  const span = timeSpanMs(expression);
  if (span === null) {
    const next = ncrontab(expression, timezone);
    return { next, adjustForDst: true, shortestMs: shortestDistance(next) };
  }
  if (span <= 0) throw new FleetError("InvalidSettings", `"${expression}" is no schedule: the time between two runs must be above 0`);
  return { next: (after) => new Date(after.getTime() + span), adjustForDst: false, shortestMs: span };
}

function shortestDistance(next: NextOccurrence): number {
  const times: number[] = [];
  for (let at = next(new Date()); at !== null && times.length < 10; at = next(at)) times.push(at.getTime());
  return Math.min(...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}
