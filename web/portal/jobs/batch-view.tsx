import type { BatchCounts, Job } from "../api/objects.js";
import { RowTable } from "../controls/row-table.js";
import { goWith, here } from "../place/here.js";
import { clockTime, duration } from "../text/times.js";
import { expectedMs, failuresOf } from "./course.js";
import { CourseChart } from "./course-chart.js";
import { CHILD_COLUMNS } from "./job-columns.js";

const COUNTS = ["Succeeded", "Running", "Waiting", "Failed", "Suspended", "Cancelled", "Skipped"] as const;

/** How far a batch is, why machines failed, and each of its machines. */
export function BatchView({ job, counts, children }: Readonly<{ job: Job; counts: BatchCounts; children: readonly Job[] }>) {
  const { code = "", state = "" } = here.value.query;
  const failures = failuresOf(children);
  const isOver = job.EndTime !== null;
  const left = isOver ? undefined : expectedMs(counts, children);
  const shown = children.filter(
    (one) => (state === "" || one.State === state) && (code === "" || one.Errors.at(-1)?.ServiceErrorDetails.Code === code),
  );
  return (
    <>
      <section aria-label="How far">
        <h2>{counts.Total === 0 && !isOver ? "Its machines are being selected" : `${counts.Total} machines`}</h2>
        <div class="stack" aria-hidden="true">
          {COUNTS.filter((count) => counts[count] > 0).map((count) => (
            <span key={count} class={`part ${count}`} style={{ flexGrow: counts[count] }} />
          ))}
        </div>
        <ul class="facts">
          {COUNTS.filter((count) => counts[count] > 0 || count === "Failed").map((count) => (
            <li key={count}>
              <span class={`dot ${count}`} aria-hidden="true" /> {count} <strong>{counts[count]}</strong>
            </li>
          ))}
          <li>{counts.MaxConcurrency} at the same time</li>
          <li>{counts.MaxFailures === null ? "failures stop nothing" : `no further one after ${counts.MaxFailures} failures`}</li>
          {counts.NotBefore && <li>begins no machine before {clockTime(counts.NotBefore)}</li>}
          {counts.NotAfter && <li>begins no machine after {clockTime(counts.NotAfter)}</li>}
          {left !== undefined && <li>ends in about {duration(left)}, as it goes</li>}
        </ul>
        <CourseChart job={job} counts={counts} jobs={children} />
      </section>
      {failures.length > 0 && (
        <section aria-label="Failures by cause">
          <h2>Failures by cause</h2>
          {failures.map(({ code: one, error, jobs }) => (
            <div class="note bad" key={one}>
              <button type="button" class="link" aria-pressed={code === one} onClick={() => goWith({ code: code === one ? "" : one })}>
                {one}: {jobs.length} machine{jobs.length === 1 ? "" : "s"}
              </button>
              <p>{error.Message}</p>
              {error.RecommendedAction && <p class="cure">What to do: {error.RecommendedAction}</p>}
            </div>
          ))}
        </section>
      )}
      <h2>
        Jobs of its machines
        {(code || state) && (
          <>
            {" "}
            <button type="button" class="link" onClick={() => goWith({ code: "", state: "" })}>
              show all {children.length}
            </button>
          </>
        )}
      </h2>
      <RowTable
        label="Jobs of the batch's machines"
        columns={CHILD_COLUMNS}
        rows={shown}
        idOf={({ Name }) => Name}
        empty={<p>{children.length === 0 ? "No machine has begun yet." : "None of them."}</p>}
      />
    </>
  );
}
