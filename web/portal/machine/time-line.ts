import type { FleetEvent, History, Job } from "../api/objects.js";

/** Something in the life of a machine. */
export type Moment = Readonly<{ time: string; kind: "job" | "event" | "history"; key: string; job?: Job; event?: FleetEvent; history?: History }>;

/** Jobs, events and restarts of a machine as one line, the newest first. What a job or an event that stands there tells is left to it. */
export function timeLine(jobs: readonly Job[], events: readonly FleetEvent[], histories: readonly History[] = []): readonly Moment[] {
  const known = new Set(jobs.map(({ Name }) => Name));
  const own = events.filter(({ JobId }) => JobId === null || !known.has(JobId.slice(JobId.lastIndexOf("/") + 1)));
  return [
    ...jobs.map((job): Moment => ({ time: job.StartTime ?? job.FleetDetails.CreatedTime, kind: "job", key: job.Name, job })),
    ...histories
      .filter(({ Kind }) => Kind === "Restarted")
      .map((history): Moment => ({ time: history.Time, kind: "history", key: `restart ${history.Time}`, history })),
    ...own.map((event): Moment => ({ time: event.TimeOfOccurence, kind: "event", key: event.Name, event })),
  ].toSorted((a, b) => b.time.localeCompare(a.time));
}
