import type { Job } from "../api/objects.js";
import { JobBadge } from "../controls/badge.js";
import { now } from "../live/now.js";
import { duration, took } from "../text/times.js";

/** The tasks of a job in their order, each with when it ran and how long it took: as a bar on one line of time, and in words. */
export function Tasks({ job }: Readonly<{ job: Job }>) {
  const times = job.Tasks.map((task) => took(task, now.value) ?? 0);
  const begins = job.Tasks.map(({ StartTime }) => (StartTime ? Date.parse(StartTime) : Number.NaN));
  const began = Math.min(...begins.filter((time) => !Number.isNaN(time)));
  const whole = Math.max(1, ...begins.map((time, i) => (Number.isNaN(time) ? 0 : time - began + (times[i] ?? 0))));
  const part = (ms: number) => `${Math.min(99, (100 * ms) / whole)}%`;
  return (
    <section aria-label="Tasks">
      <h2>Tasks</h2>
      {job.Tasks.length === 0 && <p class="quiet">No task has begun yet.</p>}
      <ol class="tasks">
        {job.Tasks.map((task, i) => (
          <li key={task.ID} class={task.State === "Failed" ? "failed" : ""}>
            <span class="what">
              <strong>{task.Name}</strong> <JobBadge state={task.State} />
            </span>
            <span class="bar" aria-hidden="true">
              {task.StartTime && (
                <span
                  class={task.State === "Failed" ? "Failed" : ""}
                  style={{ marginInlineStart: part((begins[i] ?? began) - began), width: `max(3px, ${part(times[i] ?? 0)})` }}
                />
              )}
            </span>
            <span class="time">{task.StartTime ? duration(times[i] ?? 0) : "–"}</span>
            {task.Message && <p>{task.Message}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
