import type { FleetEvent, Job } from "../api/objects.js";

/** Something in the life of a machine. */
export type Moment = Readonly<{ time: string; kind: "job" | "event"; key: string; job?: Job; event?: FleetEvent }>;

/** Jobs and events of a machine as one line, the newest first. An event of a job that stands there already is left to the job. */
export function timeLine(jobs: readonly Job[], events: readonly FleetEvent[]): readonly Moment[] {
  const known = new Set(jobs.map(({ Name }) => Name));
  const own = events.filter(({ JobId }) => JobId === null || !known.has(JobId.slice(JobId.lastIndexOf("/") + 1)));
  return [
    ...jobs.map((job): Moment => ({ time: job.StartTime ?? job.FleetDetails.CreatedTime, kind: "job", key: job.Name, job })),
    ...own.map((event): Moment => ({ time: event.TimeOfOccurence, kind: "event", key: event.Name, event })),
  ].toSorted((a, b) => b.time.localeCompare(a.time));
}
