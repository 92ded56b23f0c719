import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { BatchCounts, Job } from "../api/objects.js";
import { now } from "../live/now.js";
import { clockTime } from "../text/times.js";
import { courseOf, expectedMs } from "./course.js";

const WIDTH = 720;
const HEIGHT = 180;

/** How many machines had ended at which time, with those that failed, up to the expected end; the same as a table below it. */
export function CourseChart({ job, counts, jobs }: Readonly<{ job: Job; counts: BatchCounts; jobs: readonly Job[] }>) {
  const points = useMemo(() => courseOf(jobs), [jobs]);
  const last = points.at(-1);
  const began = Date.parse(job.StartTime ?? job.FleetDetails.CreatedTime);
  if (!last || Number.isNaN(began)) return null;
  const left = job.EndTime === null ? expectedMs(counts, jobs) : undefined;
  const current = job.EndTime === null ? now.value : Date.parse(job.EndTime);
  const end = current + (left ?? 0);
  const total = Math.max(1, counts.Total, last.ended);
  const x = (time: number) => Math.round((WIDTH * (time - began)) / Math.max(1, end - began));
  const y = (machines: number) => Math.round(HEIGHT - (HEIGHT * machines) / total);
  const line = (value: (point: (typeof points)[number]) => number) =>
    ["M0", HEIGHT, ...points.flatMap((point) => ["H", x(point.time), "V", y(value(point))]), "H", x(current)].join(" ");
  return (
    <figure class="course">
      <p class="axis small quiet">{total} machines</p>
      <svg
        viewBox={`-4 -8 ${WIDTH + 8} ${HEIGHT + 16}`}
        role="img"
        aria-label="The course of the batch; the table below has the numbers"
        preserveAspectRatio="none"
      >
        <path class="grid" d={`M0 ${y(total)}H${WIDTH} M0 ${y(total / 2)}H${WIDTH} M0 ${HEIGHT}H${WIDTH}`} />
        <path class="ended" d={line(({ ended }) => ended)} />
        <path class="failures" d={line(({ failed }) => failed)} />
        {left !== undefined && <path class="expected" d={`M${x(current)} ${y(last.ended)}L${x(end)} ${y(total)}`} />}
      </svg>
      <p class="axis small quiet">
        <span>{clockTime(new Date(began).toISOString())}</span>
        <span>{clockTime(new Date(end).toISOString())}</span>
      </p>
      <figcaption class="small quiet">
        <Sign of="ended">ended</Sign> <Sign of="failures">of them failed</Sign>{" "}
        {left !== undefined && <Sign of="expected">expected, until {clockTime(new Date(end).toISOString())}</Sign>}
      </figcaption>
      <details>
        <summary>The course as a table</summary>
        <table class="told">
          <thead>
            <tr>
              <th scope="col">Until</th>
              <th scope="col">Ended</th>
              <th scope="col">Failed</th>
            </tr>
          </thead>
          <tbody>
            {tenth(points).map(({ time, ended, failed }) => (
              <tr key={time}>
                <td class="number">{clockTime(new Date(time).toISOString())}</td>
                <td class="number">{ended}</td>
                <td class="number">{failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** What a line of the drawing means, on one line with its words. */
const Sign = ({ of, children }: Readonly<{ of: "ended" | "failures" | "expected"; children: ComponentChildren }>) => (
  <span class="sign">
    <span class={`key ${of}`} aria-hidden="true" /> {children}
  </span>
);

/** At most about ten of the points, the last among them. */
function tenth<T>(points: readonly T[]): readonly T[] {
  const step = Math.max(1, Math.ceil(points.length / 10));
  return points.filter((_, i) => (points.length - 1 - i) % step === 0);
}
