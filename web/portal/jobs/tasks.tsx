import type { Job } from "../api/objects.js";
import { JobBadge } from "../controls/badge.js";
import { now } from "../live/now.js";
import { duration, took } from "../text/times.js";

/** The tasks of a job in their order, each with how long it took, as a bar and in words. */
export function Tasks({ job }: Readonly<{ job: Job }>) {
  const times = job.Tasks.map((task) => took(task, now.value) ?? 0);
  const longest = Math.max(1, ...times);
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
              {task.StartTime && <span style={{ width: `${Math.max(1, Math.round((100 * (times[i] ?? 0)) / longest))}%` }} />}
            </span>
            <span class="time">{task.StartTime ? duration(times[i] ?? 0) : "–"}</span>
            {task.Message && <p>{task.Message}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
