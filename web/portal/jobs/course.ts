import type { Job, JobError } from "../api/objects.js";

/** Failures of a batch's machines, by cause, the most frequent first. */
export type Failure = Readonly<{ code: string; error: JobError["ServiceErrorDetails"]; jobs: readonly Job[] }>;

export function failuresOf(children: readonly Job[]): readonly Failure[] {
  const found = new Map<string, Failure>();
  for (const job of children) {
    const error = job.State === "Failed" || job.State === "Suspended" ? job.Errors.at(-1)?.ServiceErrorDetails : undefined;
    if (!error) continue;
    const before = found.get(error.Code);
    found.set(error.Code, { code: error.Code, error: before?.error ?? error, jobs: [...(before?.jobs ?? []), job] });
  }
  return [...found.values()].toSorted((a, b) => b.jobs.length - a.jobs.length);
}

type Counts = Readonly<{ Total: number; Waiting: number; Running: number; MaxConcurrency: number }>;

/** Milliseconds until a batch will have ended, by what its machines took so far; undefined as long as none has ended. */
export function expectedMs({ Waiting, Running, MaxConcurrency }: Counts, children: readonly Job[]): number | undefined {
  const took = children.flatMap(({ StartTime, EndTime }) => (StartTime && EndTime ? [Date.parse(EndTime) - Date.parse(StartTime)] : []));
  if (took.length === 0 || Waiting + Running === 0) return undefined;
  const mean = took.reduce((sum, ms) => sum + ms, 0) / took.length;
  return mean * (Math.ceil(Waiting / Math.max(1, MaxConcurrency)) + (Running > 0 ? 0.5 : 0));
}

/** How many machines of a batch had ended by a time, and how many of them failed. */
export type CoursePoint = Readonly<{ time: number; ended: number; failed: number }>;

const MOST_POINTS = 200;

/** The course of a batch, by when its jobs ended; a long one by some of its points, the last always among them. */
export function courseOf(children: readonly Job[]): readonly CoursePoint[] {
  const ends = children.flatMap(({ EndTime, State }) => (EndTime === null ? [] : [{ time: Date.parse(EndTime), failed: State === "Failed" }]));
  let failed = 0;
  const points = ends
    .toSorted((a, b) => a.time - b.time)
    .map((end, i) => {
      failed += end.failed ? 1 : 0;
      return { time: end.time, ended: i + 1, failed };
    });
  const step = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  return points.filter((_, i) => (points.length - 1 - i) % step === 0);
}
